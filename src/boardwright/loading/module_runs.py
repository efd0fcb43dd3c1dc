"""Running the user's modules so that none of them notices another, or that we are here.

Each declaring module gets the `sys.path` and `sys.modules` that it would have in a process of its
own, yet a file is executed once however many modules import it and under whatever name: the same
file is the same module object, a different file of the same name is another module.
"""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from boardwright.loading.load_watcher import NOBODY, Watch
from boardwright.loading.module_names import ModuleName, module_name
from boardwright.loading.search_path import BesideFinder, PathChange
from boardwright.loading.user_files import UserFiles


class Imports(MetaPathFinder):
    """The user's modules of one load.

    Args:
        files: Tells the user's modules from libraries.
        first: Folders put before all others in `sys.path`: the project's `python_path`.
        beside: Folders from which the user's files may import what is found nowhere else.
        watch: Is told of each module, and of where modules were looked for.
    """

    def __init__(
        self,
        files: UserFiles,
        *,
        first: Sequence[Path],
        beside: Sequence[Path],
        watch: Watch = NOBODY,
    ) -> None:
        self._files, self.watch = files, watch
        self._first = [str(path) for path in first]
        self._everywhere = [str(path) for path in beside]
        self._beside = BesideFinder(files, self._track, watch)
        self._pinned: dict[str, str] = {}
        self._modules: dict[str, ModuleType] = {}
        self._added: dict[str, PathChange] = {}
        self.finished: list[tuple[str, ModuleType]] = []
        """Real path and module of each of the user's files, in the order they finished."""

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Answer imports; afterwards leave the interpreter's import state as it was found."""
        importlib.invalidate_caches()
        linecache.checkcache()
        bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        sys.meta_path.insert(0, self)
        sys.meta_path.append(self._beside)
        try:
            yield
        finally:
            sys.meta_path.remove(self)
            sys.meta_path.remove(self._beside)
            sys.dont_write_bytecode = bytecode

    @contextmanager
    def environment(self, path: Path, *, root: Path) -> Iterator[None]:
        """Give one declaring module the process state it would have when run alone."""
        found, search, search_list = dict(sys.modules), list(sys.path), sys.path
        arguments, sys.argv = sys.argv, [str(path)]
        sys.path[:] = dict.fromkeys([*self._first, *search])
        self._beside.folders = [str(module_name(path).folder), *self._everywhere]
        try:
            with chdir(root), redirect_stdout(sys.stderr):
                yield
        finally:
            sys.argv, sys.path = arguments, search_list
            sys.path[:] = search
            self._pinned.clear()
            self._restore(found)

    def load(self, path: Path) -> ModuleType:
        """Return the module of a file, executing it unless something imported it before."""
        key = self._files.real(path)
        known = self._modules.get(key)
        if known is not None:
            return known
        dotted = self._pin(path)
        module = importlib.import_module(dotted)
        return self._modules.get(key, module)

    def _pin(self, path: Path) -> str:
        """Choose the name to import a file by, and make sure that it means this file."""
        name = module_name(path)
        top, *rest = name.parts
        if self._clashes(name):
            top = f"declared-{top}"
        dotted = ".".join((top, *rest))
        self._pinned |= {top: str(name.top_file), dotted: str(path)}
        return dotted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the user's; leave all others to the other finders."""
        pinned = self._pinned.get(fullname)
        if pinned is not None:
            return self._pinned_spec(fullname, pinned)
        self.watch.searched(fullname, sys.path if path is None else path)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is None:
            return self._beside.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or not self._files.owner(spec.origin).user:
            return None
        return self._track(spec)

    def _track(self, spec: ModuleSpec) -> ModuleSpec:
        if type(spec.loader) is SourceFileLoader and spec.origin is not None:
            spec.loader = _Loader(spec.name, spec.origin, self)
        return spec

    def _pinned_spec(self, name: str, file: str) -> ModuleSpec | None:
        folder = [os.path.dirname(file)] if file.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            name, file, loader=_Loader(name, file, self), submodule_search_locations=folder
        )

    def known(self, file: str) -> ModuleType | None:
        """Return the module of a file that was, or is being, executed."""
        return self._modules.get(self._files.real(file))

    def execute(self, loader: _Loader, module: ModuleType) -> None:
        """Execute a module, or bring an executed one into the present environment."""
        key = self._files.real(loader.path)
        if key in self._modules:
            if key in self._added:
                self._added[key].apply()
                self.watch.executed(key, module)
            return
        self._modules[key] = module
        before = list(sys.path)
        try:
            with self.watch.executing(key):
                loader.execute(module)
        except BaseException:
            del self._modules[key]
            raise
        self._added[key] = PathChange(before, list(sys.path))
        self.finished.append((key, module))
        self.watch.executed(key, module)

    def _clashes(self, name: ModuleName) -> bool:
        """Whether the name means something else to other modules: a library, say."""
        top, file = name.parts[0], name.top_file
        if top in sys.stdlib_module_names:
            return True
        try:
            spec = importlib.util.find_spec(top) if file else None
        except (ImportError, ValueError):
            return True
        if spec is None or file is None:
            return False
        if spec.origin == str(file):
            return False
        return spec.origin is None or os.path.realpath(spec.origin) != os.path.realpath(file)

    def _restore(self, found: dict[str, ModuleType]) -> None:
        """Forget the user's modules; libraries stay, since many cannot be imported twice."""
        for name in sys.modules.keys() - found.keys():
            if self._is_user(sys.modules[name]):
                del sys.modules[name]
        sys.modules.update(found)

    def _is_user(self, module: Any) -> bool:
        """Whether a module is the user's: source code, or a folder without `__init__.py`."""
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            return file.endswith(".py") and self._files.owner(file).user
        return any(self._files.owner(place).user for place in getattr(module, "__path__", ()))


class _Loader(SourceFileLoader):
    """Loads a user's file once."""

    def __init__(self, fullname: str, path: str, imports: Imports) -> None:
        super().__init__(fullname, path)
        self._imports = imports

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module that this file has already, whatever its name."""
        known = self._imports.known(self.path)
        if known is not None:
            self._spec = known.__spec__
        return known

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module unless it has been."""
        if self._imports.known(self.path) is module:
            module.__spec__ = self._spec
        self._imports.execute(self, module)

    def get_code(self, fullname: str) -> CodeType:
        """Compile the module's text as it is now: no bytecode of an earlier one is believed."""
        text = self.get_data(self.path)
        code: CodeType = self.source_to_code(text, self.path)
        self._imports.watch.source(self.path, text, code)
        return code

    def execute(self, module: ModuleType) -> None:
        """Execute the module's code."""
        super().exec_module(module)
