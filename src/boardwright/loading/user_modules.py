"""Imports the user's modules. A process that loads several files imports the user's modules again
for each file.

For each file, `sys.path` and `sys.modules` are the same as in a separate process. While a file is
loaded, each module is executed only once, even if it is imported under several names.
"""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from boardwright.loading.dependencies import Dependencies
from boardwright.loading.facts import compute_digest
from boardwright.loading.module_names import ModuleName, derive_module_name
from boardwright.loading.source_scan import LIBRARIES, STANDARD, SourceScan, scan_source
from boardwright.loading.user_files import UserFiles

Hook = Callable[[ModuleType], None]
"""A function that boardwright calls with each module of a library, after the import of the module.
"""

CompiledModule = tuple[str, CodeType, SourceScan]
"""The digest of a module's text, the compiled code, and the result of `scan_source`."""

_MACHINERY = frozenset({importlib.__file__, __file__})
"""Files of Python's import system and of boardwright, whose stack frames are skipped in the search
for the code that imports a module.
"""


def list_top_names(folders: Iterable[Path]) -> frozenset[str]:
    """Return the names of the modules and packages directly in these folders, not in their
    subfolders.
    """
    return frozenset(
        entry.stem for folder in folders if folder.is_dir() for entry in folder.iterdir()
    )


def forget_host_modules(files: UserFiles, names: Collection[str]) -> None:
    """Remove modules from `sys.modules` that have the same names as modules of the project. The
    parent process, for example pytest, may have imported them.

    For example, a test package called `rules` would hide the project's folder `rules`. The function
    does not remove installed libraries. Call this function only in a process that boardwright
    started.

    Args:
        files: Object that determines which files belong to the user, not to libraries.
        names: Names of the project's modules and packages.
    """
    for name, module in list(sys.modules.items()):
        places = [getattr(module, "__file__", None), *list(getattr(module, "__path__", ()))]
        place = next(filter(None, places), None)
        if name.partition(".")[0] in names and place and files.find_owner(str(place)).is_user:
            del sys.modules[name]


class UserModules:
    """Finds and executes the user's modules.

    Args:
        files: Object that determines which files belong to the user, not to libraries.
        dependencies: Object that records the folders in which Python searches for modules, and the
            texts of modules.
        first: Folders that are put first in `sys.path`: the project's `python_path`.
        fallback: Folders that are searched last, and only for imports in the user's files.
        hooks: Package name -> a function that is called with each module of the package after its
            import.
    """

    def __init__(
        self,
        files: UserFiles,
        dependencies: Dependencies,
        *,
        first: Sequence[Path],
        fallback: Sequence[Path],
        hooks: Mapping[str, Hook],
    ) -> None:
        self._files, self._dependencies = files, dependencies
        self._first = [str(path) for path in first]
        self._fallback = [str(path) for path in fallback]
        self._hooks = hooks
        self._folders: list[str] = []
        self._pinned: dict[str, str] = {}
        self._modules: dict[str, ModuleType] = {}
        self.compiled: dict[str, CompiledModule] = {}
        """Path of an imported module, without symbolic links -> the compiled module."""
        self.found_packages: set[str] = set()
        """Packages that have a hook and of which a module was imported."""
        self.finished: list[tuple[str, ModuleType]] = []
        """Path, without symbolic links, and module of each user's file, in the order in which their
        execution ended.
        """

    def install(self) -> None:
        """Register this object as an import finder until the process ends."""
        importlib.invalidate_caches()
        linecache.clearcache()
        sys.dont_write_bytecode = True
        for name, module in list(sys.modules.items()):
            if hook := self._hooks.get(name.partition(".")[0]):
                hook(module)
        sys.meta_path.insert(sys.meta_path.index(PathFinder), self)
        sys.meta_path.append(_FallbackFinder(self))

    @contextmanager
    def prepare_environment(self, path: Path, *, root: Path) -> Iterator[None]:
        """Prepare `sys.path` and `sys.modules` for loading a file, and remove the user's modules
        afterwards.
        """
        modules_before, search, search_list, arguments = (
            {*sys.modules},
            [*sys.path],
            sys.path,
            sys.argv,
        )
        output = sys.stdout, sys.stderr
        sys.argv = [str(path)]
        sys.path[:] = dict.fromkeys([*self._first, *search])
        self._folders = [str(derive_module_name(path).folder), *self._fallback]
        try:
            with chdir(root):
                yield
        finally:
            sys.argv, sys.path = arguments, search_list
            sys.stdout, sys.stderr = output
            sys.path[:] = search
            self._forget_modules(sys.modules.keys() - modules_before)

    def _forget_modules(self, names: Iterator[str] | set[str]) -> None:
        self._pinned.clear()
        self._modules.clear()
        self.finished.clear()
        forgotten = [name for name in names if self._is_forgotten(name)]
        for name in forgotten:
            module = sys.modules.pop(name)
            parent, _, child = name.rpartition(".")
            if vars(sys.modules.get(parent, object)).get(child) is module:
                delattr(sys.modules[parent], child)

    def _is_forgotten(self, name: str) -> bool:
        """Return whether a module is removed from `sys.modules` after each file."""
        return name.partition(".")[0] in self._hooks or self._is_user_module(sys.modules[name])

    def load(self, path: Path) -> ModuleType:
        """Return the module of a file after executing it."""
        return importlib.import_module(self._pin_file(path))

    def _pin_file(self, path: Path) -> str:
        """Return the module name of a file, and ensure that this name imports the file."""
        name = derive_module_name(path)
        top, *rest = name.parts
        if self._is_name_taken(name):
            top = f"declared-{top}"
        dotted = ".".join((top, *rest))
        self._pinned |= {top: str(name.top_file), dotted: str(path)}
        return dotted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a user's module or of a module with a hook; None for all other
        modules.
        """
        if pinned := self._pinned.get(fullname):
            return self._build_pinned_spec(fullname, pinned)
        spec = PathFinder.find_spec(fullname, path, target)
        package = fullname.partition(".")[0]
        if hook := self._hooks.get(package):
            self.found_packages.add(package)
            return _with_hook(spec, hook)
        if path is None or any(self._files.find_owner(folder).is_user for folder in path):
            self._dependencies.add_search(fullname, sys.path if path is None else path)
        if spec is None:
            return None
        # the spec is a folder without `__init__.py`, but a fallback folder may contain a package of
        # this name
        if spec.loader is None and path is None:
            return self.find_fallback(fullname)
        return self._track_spec(spec)

    def find_fallback(self, fullname: str) -> ModuleSpec | None:
        """Return the spec of a top-level module in a fallback folder; None if there is no such
        module, or if the import statement is in a library.

        For example, if a library imports `redis`, Python must not import a user's file called
        `redis.py`.
        """
        if not self._is_imported_by_user():
            return None
        folders = [*sys.path, *self._folders]
        self._dependencies.add_search(fullname, folders)
        spec = PathFinder.find_spec(fullname, folders)
        return self._track_spec(spec) if spec else None

    def _track_spec(self, spec: ModuleSpec) -> ModuleSpec | None:
        """Return the spec of a user's module with boardwright's loader; None for a module of a
        library.
        """
        if spec.loader is None:
            # a folder without `__init__.py`: fix its path, which would follow the parent's path
            folders = [*(spec.submodule_search_locations or ())]
            spec.submodule_search_locations = folders
            return (
                spec if any(self._files.find_owner(folder).is_user for folder in folders) else None
            )
        if spec.origin is None or not self._files.find_owner(spec.origin).is_user:
            self._record_library(spec.name)
            return None
        if type(spec.loader) is SourceFileLoader:
            spec.loader = _ModuleLoader(spec.name, spec.origin, self)
            if spec.submodule_search_locations is None:
                spec.submodule_search_locations = _find_namesake_folder(spec.origin)
        return spec

    def _record_library(self, name: str) -> None:
        if name.partition(".")[0] not in STANDARD | LIBRARIES and self._is_imported_by_user():
            self._dependencies.record_doubt(f"imports `{name}`")

    def _build_pinned_spec(self, name: str, file: str) -> ModuleSpec | None:
        is_package = file.endswith("__init__.py")
        folder = [os.path.dirname(file)] if is_package else _find_namesake_folder(file)
        return importlib.util.spec_from_file_location(
            name, file, loader=_ModuleLoader(name, file, self), submodule_search_locations=folder
        )

    def find_known(self, file: str) -> ModuleType | None:
        """Return the module of a file; None if the execution of the module has not begun."""
        return self._modules.get(self._files.resolve_path(file))

    def execute(self, loader: _ModuleLoader, module: ModuleType) -> None:
        """Execute a module, unless it has already been executed."""
        key = self._files.resolve_path(loader.path)
        if key in self._modules:
            return
        self._modules[key] = module
        try:
            loader.execute(module)
        except BaseException:
            del self._modules[key]
            raise
        self.finished.append((key, module))

    def compile(self, path: str, text: bytes, compile_text: Callable[[], CodeType]) -> CodeType:
        """Return the code of a module, and record its text. A text that was compiled before is not
        compiled again.
        """
        key, name = self._files.resolve_path(path), compute_digest(text)
        known = self.compiled.get(key)
        if known is not None and known[0] == name:
            _, code, scan = known
        else:
            code = compile_text()
            scan = scan_source(text, code)
            if len(self._modules) > 1:  # the declaring file itself is usually not imported
                self.compiled[key] = name, code, scan
        self._dependencies.add_source(path, text, scan)
        return code

    def _is_name_taken(self, name: ModuleName) -> bool:
        """Return whether an import of this name would find another module, such as a library."""
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

    def _is_user_module(self, module: Any) -> bool:
        """Return whether a module, which may be a folder without `__init__.py`, belongs to the
        user.
        """
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            return file.endswith(".py") and self._files.find_owner(file).is_user
        return any(
            self._files.find_owner(place).is_user for place in getattr(module, "__path__", ())
        )

    def _is_imported_by_user(self) -> bool:
        frame = sys._getframe(2)
        while frame.f_back is not None:
            filename = frame.f_code.co_filename
            if filename not in _MACHINERY and not filename.startswith("<frozen importlib"):
                return self._files.find_owner(filename).is_user
            frame = frame.f_back
        return False


def _find_namesake_folder(file: str) -> list[str] | None:
    """Return the folder of a file if the folder has the same name, as in `utils/utils.py`.

    In a module of the folder `utils`, the statement `import utils` imports the file `utils.py`. In
    a module outside of the folder, the statement `import utils.colors` imports from the folder as a
    package.
    """
    folder, name = os.path.split(file)
    return [folder] if name.removesuffix(".py") == os.path.basename(folder) else None


class _FallbackFinder:
    """Finds modules that no other finder has found."""

    def __init__(self, modules: UserModules) -> None:
        self._modules = modules

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return self._modules.find_fallback(fullname) if path is None else None


class _ModuleLoader(SourceFileLoader):
    """Loads the module of a user's file, and executes it only once."""

    def __init__(self, fullname: str, path: str, modules: UserModules) -> None:
        super().__init__(fullname, path)
        self._modules = modules

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module that was already created for this file, even if it has another name."""
        known = self._modules.find_known(self.path)
        if known is not None:
            self._spec = known.__spec__
        return known

    def exec_module(self, module: ModuleType) -> None:
        if self._modules.find_known(self.path) is module:
            module.__spec__ = self._spec
        self._modules.execute(self, module)

    def get_code(self, fullname: str) -> CodeType:
        """Compile the current text of the module, without using bytecode from `__pycache__`."""
        text = self.get_data(self.path)
        return self._modules.compile(self.path, text, lambda: self.source_to_code(text, self.path))

    def execute(self, module: ModuleType) -> None:
        super().exec_module(module)


def _with_hook(spec: ModuleSpec | None, hook: Hook) -> ModuleSpec | None:
    if spec is not None and spec.loader is not None:
        spec.loader = _HookedLoader(spec.loader, hook)  # type: ignore[assignment]
    return spec


class _HookedLoader:
    """Executes a module with another loader, and then calls a hook."""

    def __init__(self, loader: Any, hook: Hook) -> None:
        self._loader, self._hook = loader, hook

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._hook(module)
