"""Files that are clearly not boards stop no verb, and every verb prints the same notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.report.problems import note_lines
from boardwright.schema.document import Note, Place
from preview.helpers import stub_bundle
from support import MakeProject, Run

MODULE = "from grafanalib.core import Dashboard\ndashboard = Dashboard(title='A', uid='a')\n"
FILES = {
    "dashboards/a.dashboard.py": MODULE,
    "dashboards/a.json": '{"title": "A", "uid": "a", "panels": []}',
    "dashboards/thresholds.json": '{"cpu": 80}',
}
EXCLUDE = "Add it to `exclude` in boardwright.toml to avoid this note"
NOTES = [
    "note: dashboards/a.json: skipped, because grafanalib generates this file from the module next"
    f" to it. {EXCLUDE}",
    "note: dashboards/thresholds.json: skipped, because the JSON has no panels and no title: it is"
    f" not a dashboard. {EXCLUDE}",
]


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, str]:
    return stub_bundle(tmp_path / "bundle")


@pytest.fixture
def built(make_project: MakeProject, run: Run) -> Path:
    root = make_project(FILES)
    assert run("build", cwd=root).returncode == 0
    return root


@pytest.mark.parametrize("verb", ["build", "list", "check", "diff --against committed"])
def test_a_file_with_another_extension_is_not_skipped_silently(
    make_project: MakeProject, run: Run, verb: str
) -> None:
    """Prometheus reads rule files of any name. Files such as readme.md get no note."""
    names = ("rules/a.rules", "rules/b.YML", "rules/readme.md", "dashboards/c.JSON")
    root = make_project({**FILES, "rules/d.yml": "groups: []\n"} | dict.fromkeys(names, "x"))
    assert run("build", cwd=root).returncode == 0
    result = run(*verb.split(), cwd=root)
    assert result.returncode == 0
    notes = [line.partition(EXCLUDE)[0] for line in sorted(result.stderr.splitlines())]
    assert [note for note in notes if "its name ends" in note] == [
        "note: dashboards/c.JSON: skipped, because its name ends with .JSON, and not with .py or"
        " .json. ",
        *(
            f"note: rules/{name}: skipped, because its name ends with {suffix}, and not with .py or"
            " .json or .yml or .yaml. "
            for name, suffix in (("a.rules", ".rules"), ("b.YML", ".YML"))
        ),
    ]


@pytest.mark.parametrize(
    "verb",
    [
        "build",
        "check",
        "check dashboards",
        "diff --against committed",
        "list",
        "preview",
        "preview dashboards",
    ],
)
def test_a_verb_prints_a_note_for_each_skipped_file(
    built: Path, run: Run, bundle: dict[str, str], verb: str
) -> None:
    result = run(*verb.split(), cwd=built, env=bundle)
    assert result.returncode == 0
    assert sorted(result.stderr.splitlines()) == NOTES


def test_a_note_that_many_files_share_is_printed_once() -> None:
    """Seven files: three are named, 7 - 3 = 4 are counted."""
    notes = [Note(what="skipped", place=Place(file=f"{number}.json")) for number in range(7)]
    assert list(note_lines(notes)) == ["note: 0.json, 1.json, 2.json and 4 more files: skipped"]
    assert len(list(note_lines(notes[:5]))) == 5


def test_a_hint_is_below_the_last_note_that_has_it() -> None:
    place = Place(file="a.py", line=1)
    notes = [
        Note(what="one", place=place, hint="Do A."),
        Note(what="two", place=place, hint="Do A."),
        Note(what="three", place=place),
        Note(what="four", place=place, hint="Do B.\nThen C."),
    ]
    assert list(note_lines(notes)) == [
        "note: a.py:1: one",
        "note: a.py:1: two",
        "  Do A.",
        "note: a.py:1: three",
        "note: a.py:1: four",
        "  Do B.",
        "  Then C.",
    ]
