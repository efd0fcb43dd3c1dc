"""Hooks of pytest for `boardwright test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardwright.errors import ConfigError
from boardwright.testing.short_traces import PREVENTED

if TYPE_CHECKING:
    import pytest

FOLDER = "tests"


class SessionHooks:
    """A plugin of pytest: the default folder of tests, and whether the tests could run.

    Args:
        root: Folder of the project.

    Attributes:
        is_interrupted: Whether the user pressed Ctrl-C.
        has_prevented_tests: Whether a test failed because no test can run: promtool is missing, or
            the project does not compile.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.is_interrupted = self.has_prevented_tests = False

    def pytest_load_initial_conftests(self, early_config: pytest.Config, args: list[str]) -> None:
        """Add the folder of tests to the arguments if the user names no path.

        Raises:
            ConfigError: There is no such folder.
        """
        paths: list[str] = early_config.known_args_namespace.file_or_dir
        if not paths:
            folder = str(_find_folder(self._root))
            paths.append(folder)
            args.append(folder)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a test that failed because no test can run."""
        self.has_prevented_tests |= bool(getattr(report, PREVENTED, False))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[Any]) -> None:
        """Record Ctrl-C; pytest calls this hook after errors in collection too."""
        self.is_interrupted = excinfo.type is KeyboardInterrupt


def _find_folder(root: Path) -> Path:
    folder = root / FOLDER
    if not folder.is_dir():
        raise ConfigError(
            f"the folder {FOLDER!r} is missing, and it would contain the tests",
            where=str(root),
            hint="Name files of tests, or see docs/how-to/test.md.",
        )
    return folder
