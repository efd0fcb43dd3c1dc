"""The name under which a declaring module is imported."""

from __future__ import annotations

from pathlib import Path

from boardwright.frozen import frozen


@frozen
class ModuleName:
    """Where a module is among its packages.

    Attributes:
        folder: The folder from which `dotted` can be imported.
        packages: The packages that hold the module, outermost first.
        stem: The file's name without `.py`; empty for a package's own `__init__.py`.
    """

    folder: Path
    packages: tuple[str, ...]
    stem: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The name's parts; dots of the file's own name become hyphens: `node-dashboard`."""
        return (*self.packages, self.stem.replace(".", "-")) if self.stem else self.packages

    @property
    def dotted(self) -> str:
        """The whole name."""
        return ".".join(self.parts)

    @property
    def top_file(self) -> Path | None:
        """The file that importing the first part runs; None when no import can name it."""
        if self.packages:
            return self.folder / self.packages[0] / "__init__.py"
        return None if "." in self.stem else self.folder / f"{self.stem}.py"


def module_name(path: Path) -> ModuleName:
    """Return the name of a file: below the outermost folder that is a package."""
    folder = path.parent
    packages: list[str] = []
    while (folder / "__init__.py").is_file() and "." not in folder.name:
        packages.insert(0, folder.name)
        folder = folder.parent
    stem = "" if path.name == "__init__.py" else path.stem
    return ModuleName(folder=folder, packages=tuple(packages), stem=stem)
