"""An error names the line of the user, also if a library calls boardwright."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.errors import PromqlError

BOARD = """\
from boardwright.promql import metric, rate, sum

up = metric("up")


def panel():
    return rate(
        sum(up)
    )


def build(how):
    return how(panel)
"""


def run(path: Path, how: object) -> PromqlError:
    path.write_text(BOARD)
    names: dict[str, object] = {"__name__": "dashboards.board"}
    exec(compile(BOARD, str(path), "exec"), names)
    with pytest.raises(PromqlError) as refused:
        names["build"](how)  # type: ignore[operator]
    return refused.value


def test_the_path_in_an_error_is_absolute_outside_the_current_folder(tmp_path: Path) -> None:
    path = tmp_path / "board.py"
    assert run(path, lambda panel: panel()).where == f"{path}:7"


def test_the_path_in_an_error_is_relative_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = run(tmp_path / "board.py", lambda panel: panel())
    assert str(error) == (
        "board.py:7: rate(sum(up)): rate takes a range vector, but sum(up) is an instant "
        "vector\n  write sum(rate(…)): if rate is applied to the result of sum, rate cannot "
        "see the resets of single counters"
    )


@pytest.mark.parametrize("library", ["boardwright.library.cpu", "grafanalib.core", "attr._make"])
def test_lines_of_libraries_are_skipped(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": library}
    text = "from boardwright.promql import metric\ndef bad(_):\n    return metric('')\n"
    exec(compile(text, str(tmp_path / "library.py"), "exec"), names)
    assert run(tmp_path / "board.py", names["bad"]).where == "board.py:13"
