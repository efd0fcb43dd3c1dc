"""Being told when a library is imported, without importing it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

Hook = Callable[[ModuleType], None]


@contextmanager
def import_hooks(hooks: Mapping[str, Hook]) -> Iterator[None]:
    """Call a hook for each module of a package: now for those imported already, else when it is.

    Args:
        hooks: A package's name -> what to call with each of its modules.
    """
    for name, module in list(sys.modules.items()):
        hook = hooks.get(name.partition(".")[0])
        if hook is not None and isinstance(module, ModuleType):
            hook(module)
    finder = _Finder(hooks)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(MetaPathFinder):
    def __init__(self, hooks: Mapping[str, Hook]) -> None:
        self._hooks = hooks

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        hook = self._hooks.get(fullname.partition(".")[0])
        spec = PathFinder.find_spec(fullname, path, target) if hook else None
        if spec is None or spec.loader is None or hook is None:
            return None
        spec.loader = _HookedLoader(spec.loader, hook)
        return spec


class _HookedLoader(Loader):
    """Another loader, with a hook that it calls at the end; it leaves the module to that one."""

    def __init__(self, loader: Loader, hook: Hook) -> None:
        self._loader, self._hook = loader, hook

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._hook(module)
