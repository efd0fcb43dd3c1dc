"""`boardwright preview --against`: before and after, in words and as pages."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from preview.helpers import model_of, panels_of, stub_bundle
from support import BOARD, ROOT, MakeProject, Run

SCHEMA = json.loads((ROOT / "docs/reference/preview-against.schema.json").read_text())


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, str]:
    return stub_bundle(tmp_path / "bundle")


@pytest.fixture
def changed(make_project: MakeProject) -> Path:
    """Return a project whose board differs from that of HEAD."""
    same = BOARD.replace("Demo", "Same").replace("demo", "same")
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/same.py": same})
    me = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    for line in (("init", "-q"), ("add", "."), (*me, "commit", "-qm", "first")):
        subprocess.run(["git", *line], cwd=root, check=True)
    board = BOARD.replace('unit="short"', 'unit="percent"').replace('expr="up"', 'expr="up * 100"')
    (root / "dashboards/demo.py").write_text(board)
    return root


def test_only_what_differs_has_a_page_of_both_sides(
    changed: Path, run: Run, bundle: dict[str, str]
) -> None:
    result = run("preview", "--against", "HEAD", "-o", "out", cwd=changed, env=bundle)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "out/demo.html  Demo  changed\n1 board of 2 differ.\n"
    model = model_of((changed / "out/demo.html").read_text())
    (before,) = panels_of(model["before"]).values()
    (after,) = panels_of(model["after"]).values()
    assert (before["change"], after["change"]) == ("changed", "changed")
    assert [p["queries"][0]["written"] for p in (before, after)] == ["up", "up * 100"]
    (words,) = model["words"]
    assert words["panel"] == "Up"
    assert any("unit: short -> percent" in line for line in words["lines"])


def test_a_new_board_has_one_side(changed: Path, run: Run, bundle: dict[str, str]) -> None:
    board = BOARD.replace("Demo", "New").replace("demo", "new")
    (changed / "dashboards/new.py").write_text(board)
    (changed / "dashboards/same.py").unlink()
    args = ("preview", "--against", "HEAD", "-o", "out", "--format", "json")
    result = run(*args, cwd=changed, env=bundle)
    told = json.loads(result.stdout)
    jsonschema.validate(told, SCHEMA)
    assert {b["uid"]: b["kind"] for b in told["boards"]} == {
        "demo": "changed",
        "new": "created",
        "same": "removed",
    }
    new = model_of((changed / "out/new.html").read_text())
    gone = model_of((changed / "out/same.html").read_text())
    assert new["before"] is None
    assert panels_of(new["after"]).popitem()[1]["change"] == "created"
    assert gone["after"] is None


def test_markdown_has_the_words_and_the_pictures_addresses(
    changed: Path, run: Run, bundle: dict[str, str]
) -> None:
    args = ("preview", "--against", "HEAD", "-o", "out", "--format", "markdown")
    result = run(*args, "--url", "https://example.org/p/", cwd=changed, env=bundle)
    assert result.returncode == 0
    assert "percent" in result.stdout
    assert "[before and after](https://example.org/p/demo.html)" in result.stdout
    assert "example.org" not in run(*args, cwd=changed, env=bundle).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--against", "nowhere"), "nowhere"),
        (("--format", "markdown"), "go with --against"),
        (("--url", "https://x"), "go with --against"),
    ],
)
def test_what_cannot_be_compared_is_2(
    changed: Path, run: Run, bundle: dict[str, str], args: tuple[str, ...], said: str
) -> None:
    result = run("preview", *args, cwd=changed, env=bundle)
    assert result.returncode == 2
    assert said in result.stderr
