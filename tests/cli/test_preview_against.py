"""`boardwright preview --against`: the changes since a git ref, side by side."""

from __future__ import annotations

import json
import subprocess
from html import unescape
from pathlib import Path

import pytest

from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    build_recording,
    encode_recording,
)
from boardwright.preview.time_ranges import TimeRange
from preview.helpers import model_of, stub_bundle
from real_browser import BUNDLE, lacking
from support import BOARD, MakeProject, Run, files_of

DRAWN = 'dataset.state = "ready"'
"""A part of the stub's script."""

OTHER = BOARD.replace("Demo", "Other").replace('"demo"', '"other"')
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, str]:
    return stub_bundle(tmp_path / "bundle")


@pytest.fixture
def committed(make_project: MakeProject) -> Path:
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/other.py": OTHER})
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    return root


def test_no_changes_give_exit_code_0_and_no_page(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    result = run("preview", "--against", "HEAD", "-o", "pages", cwd=committed, env=bundle)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "2 boards: 2 same\n"


def test_a_changed_board_has_both_sides_and_a_description(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    source = BOARD.replace('unit="short"', 'unit="percent"')
    (committed / "dashboards/demo.py").write_text(source)
    before = files_of(committed / "dashboards")
    result = run("preview", "--against", "HEAD", "-o", "pages", cwd=committed, env=bundle)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == "pages/demo.html  Demo  changed\n2 boards: 1 changed, 1 same\n"
    list_file, script, *pages = sorted(files_of(committed / "pages"))
    assert (list_file, script.partition("-preview-")[0]) == (
        ".boardwright-preview.json",
        "boardwright",
    )
    assert pages == [
        "demo-after.html",
        "demo-before.html",
        "demo.html",
    ]
    page = model_of((committed / "pages/demo.html").read_text())
    assert page["kind"] == "comparison"
    units = [
        page[side]["selections"][0]["sections"][0]["panels"][0]["panel"]["fieldConfig"]["defaults"]
        for side in ("before", "after")
    ]
    assert [each["unit"] for each in units] == ["short", "percent"]
    panel = page["after"]["selections"][0]["sections"][0]["panels"][0]
    assert panel["change"] == "changed"
    (words,) = page["words"]
    assert "Up" in words["panel"]
    assert any("short -> percent" in line for line in words["lines"])
    assert files_of(committed / "dashboards") == before


HELPER = """\
from grafanalib.core import Dashboard, Target, TimeSeries

def up():
    return TimeSeries(title="Up", unit="{unit}", targets=[Target(expr="up")])

boards = [Dashboard(title=f"B{{n}}", uid=f"b{{n}}", panels=[up()]) for n in range(17)]
"""


def test_the_option_all_lists_every_page(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    """201 boards are one more than a text report lists."""
    source = HELPER.replace("range(17)", "range(201)")
    root = make_project({"dashboards/c.py": source.format(unit="short")})
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    (root / "dashboards/c.py").write_text(source.format(unit="bytes"))
    command = ("preview", "--against", "HEAD", "-o", "pages")
    text = run(*command, cwd=root, env=bundle).stdout
    assert text.count("  changed\n") == 200
    assert "and 1 page more: pass --all or --format json to list all\n" in text
    assert "and 191 more boards\n" in text
    text = run(*command, "--all", cwd=root, env=bundle).stdout
    assert text.count("  changed\n") == 201
    assert text.count("B200") == 2  # its page, and its title in the list of the shared change
    assert "more" not in text


def test_a_change_of_a_helper_is_reported_once_with_line_and_boards(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    """In the text, and on the page of each board. B3 has another refresh interval besides."""
    root = make_project({"dashboards/c.py": HELPER.format(unit="short")})
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    source = HELPER.format(unit="bytes") + "boards[3].refresh = '5m'\n"
    (root / "dashboards/c.py").write_text(source)
    result = run("preview", "--against", "HEAD", "-o", "pages", cwd=root, env=bundle)
    assert (result.returncode, result.stderr) == (1, "")
    heading = '~ in 17 boards: panel "Up": changed  dashboards/c.py:4'
    assert result.stdout.count(heading) == 1
    assert result.stdout.count("unit: short -> bytes") == 1
    assert "boards: B0, B1, B10, B11," in result.stdout
    assert result.stdout.endswith("17 boards: 17 changed\n")
    for name, count in (("b0", 1), ("b3", 2)):
        words = model_of((root / f"pages/{name}.html").read_text())["words"]
        assert len(words) == count
        assert words[0]["panel"] == 'panel "Up"'
        assert words[0]["lines"][:2] == [heading, "    unit: short -> bytes (bytes, IEC)"]
        assert "boards: B0, B1, B10, B11," in words[0]["lines"][2]
    assert "refresh" in words[1]["lines"][0]


def test_pages_share_their_script_and_equal_results(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    (committed / "dashboards/demo.py").write_text(BOARD.replace('unit="short"', 'unit="percent"'))
    run("preview", "--against", "HEAD", "-o", "pages", cwd=committed, env=bundle)
    page = (committed / "pages/demo.html").read_text()
    (script,) = (committed / "pages").glob("boardwright-preview-*.js")
    assert script.name in page
    assert "'strict-dynamic'" in unescape(page)
    assert DRAWN not in page
    assert DRAWN in script.read_text()
    assert page.count('"frames"') == 1, "the query did not change"
    side = (committed / "pages/demo-before.html").read_text()
    assert "url=demo.html#side=before" in side


def test_a_query_of_the_ref_alone_uses_the_recording_of_the_ref(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    record_answers(committed, "up", start=1_700_000_000_000, value=7)
    for arguments in (("add", "-A"), ("commit", "-qm", "recorded")):
        subprocess.run([*GIT, *arguments], cwd=committed, check=True)
    (committed / "dashboards/demo.py").write_text(BOARD.replace('"up"', '"down"'))
    record_answers(committed, "down", start=1_700_100_000_000, value=8)
    run("preview", "--against", "HEAD", "-o", "pages", cwd=committed, env=bundle)
    page = model_of((committed / "pages/demo.html").read_text())
    sides = [page[side]["results"]["r0"]["frames"][0]["data"] for side in ("before", "after")]
    assert [each["values"][1] for each in sides] == [[7, 7], [8, 8]]
    assert sides[0]["values"][0] == sides[1]["values"][0], "both at one time"


def record_answers(root: Path, query: str, *, start: int, value: float) -> None:
    """Keep an answer to a query of the board Demo."""
    span = TimeRange(start=start, end=start + 60_000, text="Last 1 minute")
    ask = QueryRequest(
        source="prometheus", kind="range", text=query, sent=query,
        step=60_000, start=span.start, end=span.end,
    )  # fmt: skip
    series = (AnswerSeries(labels={}, values=(value, value)),)
    answer = Answer(start=start, step=60_000, series=series)
    text = encode_recording(
        build_recording(span, [RecordedSelection(given={}, offered={})], {ask: answer})
    )
    (root / "recordings").mkdir(exist_ok=True)
    (root / "recordings/demo.json").write_bytes(text)


def test_new_and_removed_boards_have_one_side(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    (committed / "dashboards/other.py").unlink()
    third = BOARD.replace("Demo", "Third").replace('"demo"', '"third"')
    (committed / "dashboards/third.py").write_text(third)
    result = run(
        "preview", "--against", "HEAD", "-o", "pages", "--format", "json",
        cwd=committed, env=bundle,
    )  # fmt: skip
    assert result.returncode == 1
    kinds = {board["uid"]: board["kind"] for board in json.loads(result.stdout)["boards"]}
    assert kinds == {"third": "created", "other": "removed"}
    assert model_of((committed / "pages/third.html").read_text())["before"] is None
    assert model_of((committed / "pages/other.html").read_text())["after"] is None


def test_the_markdown_report_links_to_the_published_pages(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    source = BOARD.replace('title="Up"', 'title="<img> | @all"')
    (committed / "dashboards/demo.py").write_text(source)
    result = run(
        "preview", "--against", "HEAD", "-o", "pages", "--format", "markdown",
        "--pages-at", "https://pages.example/7/", cwd=committed, env=bundle,
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stdout.startswith("<!-- boardwright diff -->\n")
    assert '<a href="https://pages.example/7/demo.html">demo</a>' in result.stdout
    assert "<img> | @all" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "shown_text"),
    [
        (("--against", "no-such-ref"), "no-such-ref"),
        (("--against", "HEAD", "--var", "x=1"), "--var x: no board has a variable 'x'"),
        (("--format", "markdown"), "--against"),
    ],
)
def test_a_failure_gives_exit_code_2(
    committed: Path, run: Run, bundle: dict[str, str], arguments: tuple[str, ...], shown_text: str
) -> None:
    result = run("preview", *arguments, cwd=committed, env=bundle)
    assert result.returncode == 2
    assert shown_text in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("side", ["grafana", "committed", "env:production", "dashboards"])
def test_the_message_for_other_sides_names_git_refs(
    committed: Path, run: Run, bundle: dict[str, str], side: str
) -> None:
    result = run("preview", "--against", side, cwd=committed, env=bundle)
    assert result.returncode == 2
    assert result.stderr == (
        f"error: cannot compare with {side!r}: the repository has no branch, tag or commit "
        f"{side!r}\n"
        "  In `boardwright preview`, --against takes a git ref: a branch, tag or commit."
        " To compare with Grafana or a folder, use `boardwright diff`.\n"
    )


def test_a_commit_missing_in_a_shallow_clone_is_reported(
    committed: Path, run: Run, bundle: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run([*GIT, "commit", "-qm", "second", "--allow-empty"], cwd=committed, check=True)
    clone = ("clone", "-q", "--depth", "1", committed.as_uri(), "shallow")
    subprocess.run([*GIT, *clone], cwd=tmp_path, check=True)
    for verb in ("preview", "diff"):
        result = run(verb, "--against", "HEAD~1", cwd=tmp_path / "shallow", env=bundle)
        assert result.returncode == 2
        assert "no branch, tag or commit 'HEAD~1', and this clone is shallow\n" in result.stderr
        assert "  To fetch older commits, run `git fetch --unshallow`" in result.stderr


def test_a_board_that_does_not_compile_is_not_reported_as_removed(
    committed: Path, run: Run, bundle: dict[str, str]
) -> None:
    (committed / "dashboards/other.py").write_text("x = (\n")
    result = run("preview", "--against", "HEAD", "-o", "pages", cwd=committed, env=bundle)
    assert result.returncode == 2
    assert "dashboards/other.py:1" in result.stderr
    assert "removed" not in result.stdout


BOARDS = """
from grafanalib.core import Dashboard, Target, TimeSeries

def panels(unit):
    return [
        TimeSeries(title=f"P{{n}}", unit=unit, targets=[Target(expr=f"up{{n}} + {{number}}")])
        for n in range(20)
    ]

boards = []
for number in range(28):
    boards.append(Dashboard(title=f"B{{number}}", uid=f"b{{number}}", panels=panels("{unit}")))
"""


def test_pages_of_28_boards_are_small(make_project: MakeProject, run: Run) -> None:
    """Each board has 20 panels with other made-up data. The limit is that of issue 17: 20 MB."""
    if not (BUNDLE / "preview.js").exists():
        lacking("the bundle is not built: scripts/preview-bundle")
    root = make_project({"dashboards/c.py": BOARDS.format(unit="short")})
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    (root / "dashboards/c.py").write_text(BOARDS.format(unit="bytes"))
    result = run("preview", "--against", "HEAD", "-o", "pages", cwd=root)
    assert (result.returncode, result.stderr) == (1, "")
    sizes = [path.stat().st_size for path in (root / "pages").iterdir() if path.is_file()]
    assert len(sizes) > 28
    assert 1_000_000 < sum(sizes) < 20_000_000, f"{sum(sizes):,} bytes"
