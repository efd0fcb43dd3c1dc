"""Determines the name under which boardwright imports a module that declares boards."""

from __future__ import annotations

from pathlib import Path

from boardwright.frozen import frozen


@frozen
class ModuleName:
    """The name of a module and the packages that contain the module.

    Attributes:
        folder: The folder that `sys.path` must contain so that Python can import the module as
            `dotted`.
        packages: The packages that contain the module, outermost first.
        stem: File name without `.py`; empty for the `__init__.py` of a package.
    """

    folder: Path
    packages: tuple[str, ...]
    stem: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the module's name. Dots in the file name are replaced by hyphens. For
        example, the last part for `node.dashboard.py` is `node-dashboard`.
        """
        return (*self.packages, self.stem.replace(".", "-")) if self.stem else self.packages

    @property
    def dotted(self) -> str:
        """The whole name, with dots between the parts."""
        return ".".join(self.parts)

    @property
    def top_file(self) -> Path | None:
        """The file that Python executes to import the first part of the name; None if this part is
        not a valid Python identifier.
        """
        if self.packages:
            return self.folder / self.packages[0] / "__init__.py"
        return None if "." in self.stem else self.folder / f"{self.stem}.py"


def derive_module_name(path: Path) -> ModuleName:
    """Return the module name of a file, including all packages that contain the file."""
    folder = path.parent
    packages: list[str] = []
    while (folder / "__init__.py").is_file() and "." not in folder.name:
        packages.insert(0, folder.name)
        folder = folder.parent
    stem = "" if path.name == "__init__.py" else path.stem
    return ModuleName(folder=folder, packages=tuple(packages), stem=stem)
