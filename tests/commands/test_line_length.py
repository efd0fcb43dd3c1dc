from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.commands.importing.line_length import find_line_length


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n", 100),
        ("ruff.toml", "line-length = 79\n", 79),
        (".ruff.toml", "line-length = 120\n", 120),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = []\n", 88),
        ("pyproject.toml", "[tool.black]\nline-length = 100\n", 88),
        ("ruff.toml", "line-length = 'x'\n", 88),
        ("ruff.toml", "line-length = true\n", 88),
        ("ruff.toml", "line-length = 5\n", 88),
        ("ruff.toml", "line-length = [", 88),
    ],
)
def test_the_line_length_is_the_one_that_ruff_uses(
    tmp_path: Path, name: str, text: str, expected: int
) -> None:
    (tmp_path / name).write_text(text)
    assert find_line_length(tmp_path / "dashboards/deep", otherwise=88) == expected


def test_the_nearest_configuration_file_is_used(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "ruff.toml").write_text("line-length = 100\n")
    (inner / "pyproject.toml").write_text("[tool.other]\n")
    assert find_line_length(inner, otherwise=88) == 100
    (inner / "ruff.toml").write_text("line-length = 60\n")
    assert find_line_length(inner, otherwise=88) == 60
