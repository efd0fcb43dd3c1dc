"""Pytest hooks for `boardwright test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardwright.errors import ConfigError
from boardwright.testing.short_traces import PREVENTED

if TYPE_CHECKING:
    import pytest

FOLDER = "tests"


class SessionHooks:
    """A pytest plugin that sets the default test folder, and records why tests could not run.

    Args:
        root: Folder of the project.

    Attributes:
        is_interrupted: Whether the user pressed Ctrl-C.
        has_prevented_tests: Whether a test failed because promtool is missing, or because the
            project does not compile.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.is_interrupted = self.has_prevented_tests = False

    def pytest_load_initial_conftests(self, early_config: pytest.Config, args: list[str]) -> None:
        """Add the folder `tests` to pytest's arguments if the user named no path.

        Raises:
            ConfigError: The project has no folder `tests`.
        """
        paths: list[str] = early_config.known_args_namespace.file_or_dir
        if not paths:
            folder = str(_find_folder(self._root))
            paths.append(folder)
            args.append(folder)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record whether a test failed because no test can run."""
        self.has_prevented_tests |= bool(getattr(report, PREVENTED, False))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[Any]) -> None:
        """Record whether the user pressed Ctrl-C.

        Pytest also calls this hook after another exception that ends the run early.
        """
        self.is_interrupted = excinfo.type is KeyboardInterrupt


def _find_folder(root: Path) -> Path:
    folder = root / FOLDER
    if not folder.is_dir():
        raise ConfigError(
            f"the folder {FOLDER!r} for the project's tests does not exist",
            where=str(root),
            hint="Create the folder, or pass test files as arguments. See docs/how-to/test.md.",
        )
    return folder
