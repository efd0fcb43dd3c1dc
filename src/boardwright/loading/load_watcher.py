"""What a load tells of the modules that it runs, to whoever wants to know what they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from types import CodeType, ModuleType


class Watch:
    """Nobody wants to know: every method does nothing. `cache.watching` has one that notes."""

    def installed(self) -> AbstractContextManager[None]:
        """Return what is in force while modules are run."""
        return nullcontext()

    def file(self, path: str) -> AbstractContextManager[None]:
        """Return what is in force while one declaring file is run and its boards are written."""
        return nullcontext()

    def executing(self, path: str) -> AbstractContextManager[None]:
        """Return what is in force while a module of the user's is executed."""
        return nullcontext()

    def source(self, path: str, text: bytes, code: CodeType) -> None:
        """Take note of a module's text, and of what it was compiled to."""

    def executed(self, path: str, module: ModuleType) -> None:
        """Take note of a module that was executed just now, or is given to one more file."""

    def searched(self, name: str, folders: Sequence[str]) -> None:
        """Take note of the folders that were searched for a module."""

    def library(self, module: ModuleType) -> None:
        """Take note of a module of a library, just imported."""

    def boards(self, values: Sequence[object], *, own: bool) -> None:
        """Take note of the boards that the present file holds, and whether all are its own."""


NOBODY = Watch()
"""Takes no note of anything."""
