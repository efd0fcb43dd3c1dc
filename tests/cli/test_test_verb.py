"""`boardwright test`: exit codes, coverage, and messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import MakeProject, Run, server_program
from testing.conftest import BOARDS

TESTS = """\
SERIES = {'up{job="node",instance="a"}': "1x60"}


def test_up(panels):
    assert panels("machines")["Up"].at("5m", series=SERIES) == {"a": 1}


def test_looks_at_nothing(panels):
    panels("other")["Up"].at("5m", series=SERIES)


def test_fails(panels):
    assert panels("machines")["Hidden label"].at("5m", series=SERIES) == {"all": 2}
"""


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    """Return a project with three tests, of which one fails."""
    server_program("promtool")
    return make_project({"dashboards/machines.py": BOARDS, "tests/test_boards.py": TESTS})


def test_exit_codes_are_those_of_the_other_verbs(project: Path, run: Run) -> None:
    """0 all pass, 1 one fails, 2 no test ran."""
    assert run("test", "-q", "-k", "test_up", cwd=project).returncode == 0
    failed = run("test", "-q", "tests/test_boards.py", cwd=project)
    assert failed.returncode == 1
    assert "! all  shown 1.0, expected 2" in failed.stdout
    assert run("test", "-q", "-k", "nothing_of_that_name", cwd=project).returncode == 2
    assert run("test", "-q", "--no-such-option", cwd=project).returncode == 2


BROKEN = "from grafanalib.core import Dashboard\n\nboard = Dashboard(title=1 / 0, panels=[])\n"


@pytest.mark.parametrize("parallel", [(), ("-n", "2")])
def test_a_missing_promtool_is_not_a_failed_test(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, parallel: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BOARDWRIGHT_PROMTOOL", "/nowhere/promtool")
    found = run("test", "-q", "-k", "test_up", *parallel, cwd=project)
    assert found.returncode == 2
    assert "BOARDWRIGHT_PROMTOOL is '/nowhere/promtool'" in found.stdout
    assert 'assert panels("machines")["Up"]' in found.stdout
    assert "src/boardwright" not in found.stdout
    skipped = run("test", "-q", "-k", "test_up", "--no-engine", "skip", *parallel, cwd=project)
    assert skipped.returncode == 0


def test_a_project_that_does_not_compile_is_not_a_failed_test(project: Path, run: Run) -> None:
    """The tests use `panels`; the second run has a test with `board`, which needs all boards."""
    (project / "dashboards/broken.py").write_text(BROKEN)
    found = run("test", "-q", "-k", "test_up", cwd=project)
    assert found.returncode == 2
    assert "dashboards/broken.py:3" in found.stdout
    assert "division by zero" in found.stdout
    assert "src/boardwright" not in found.stdout
    (project / "tests/test_all.py").write_text("def test_all(board):\n    assert board\n")
    every = run("test", "-q", cwd=project)
    assert every.returncode == 2
    assert "dashboards/broken.py:3" in every.stdout
    assert "src/boardwright" not in every.stdout


def test_a_file_of_tests_with_an_error_is_not_a_failed_test(project: Path, run: Run) -> None:
    (project / "tests/test_wrong.py").write_text("import no_such_module\n")
    assert run("test", "-q", cwd=project).returncode == 2


def test_queries_and_variables_without_a_test_are_listed(project: Path, run: Run) -> None:
    """The boards have 12 queries (two of one panel, an unexpected title twice): two are tested.

    The variables job and instance are used by the panel "Up", which a test examines.
    """
    found = run("test", "-q", "--coverage-format", "json", cwd=project)
    report = json.loads(found.stdout)
    assert "1 failed, 2 passed" in found.stderr
    covered = [item for item in report["items"] if item["isCovered"]]
    assert [(item["kind"], item["board"], item["panel"] or item["name"]) for item in covered] == [
        ("query", "Machines", "Up"),
        ("query", "Machines", "Hidden label"),
        ("variable", "Machines", "instance"),
        ("variable", "Machines", "job"),
    ]
    assert report["share"] == round(100 * 2 / 12, 2)
    (unexamined,) = [item for item in report["items"] if item["remark"]]
    assert (unexamined["board"], unexamined["panel"]) == ("Other", "Up")


def test_a_minimum_of_coverage_is_enforced(project: Path, run: Run) -> None:
    options = ("test", "-q", "-k", "test_up")
    assert run(*options, "--minimum", "5", cwd=project).returncode == 0
    low = run(*options, "--minimum", "50", cwd=project)
    assert low.returncode == 1
    assert "error: test coverage is below 50 %" in low.stderr
    assert 'Machines, panel "Two queries", query B is not tested' in low.stdout
    assert "Coverage: 8.3 % (1 of 12 queries, 2 of 2 variables)" in low.stdout


def test_coverage_is_collected_from_parallel_processes(project: Path, run: Run) -> None:
    found = run("test", "-q", "-n", "2", "--coverage", "--coverage-format", "markdown", cwd=project)
    assert "| Machines | 2 / 11 | 2 / 2 | Two queries, Rate," in found.stdout
    assert "| Other | 0 / 1 |  | Up |" in found.stdout


RULES = """\
from boardwright.promql import metric
from boardwright.rules import alert, group

busy = group(
    "busy",
    alert("Busy", metric("load") > 2, for_="0s", severity="warning", summary="busy"),
    alert("Busy", metric("load") > 8, for_="0s", severity="critical", summary="very busy"),
)
"""

FIXTURE_TESTS = """\
import pytest


@pytest.fixture(scope="module")
def warning(rules):
    return rules("Busy", severity="warning").at("1m", series={"load": "3x10"})


def test_nothing(warning):
    pass


def test_state(warning):
    assert warning.state == "firing"
"""


def test_rules_count_as_tested_by_their_labels_also_through_a_fixture(
    make_project: MakeProject, run: Run
) -> None:
    """The first test makes the fixture's evaluation, the second one examines it.

    The project has two alerts of one name and no boards: 1 of 2 is tested.
    """
    server_program("promtool")
    root = make_project({"dashboards/busy.py": RULES, "tests/test_busy.py": FIXTURE_TESTS})
    report = json.loads(run("test", "-q", "--coverage-format", "json", cwd=root).stdout)
    assert [(item["place"], item["isCovered"]) for item in report["items"]] == [
        ("dashboards/busy.py:6", True),
        ("dashboards/busy.py:7", False),
    ]


def test_values_of_options_may_be_existing_files(project: Path, run: Run) -> None:
    """The second run finds the report of the first one; -k takes a word that is a file too."""
    (project / "test_up").touch()
    (project / "not_in_tests").mkdir()
    (project / "not_in_tests/test_up.py").write_text("def test_up(): assert False\n")
    for _ in range(2):
        found = run("test", "-q", "--junit-xml", "report.xml", "-k", "test_up", cwd=project)
        assert (found.returncode, "1 passed" in found.stdout) == (0, True), found.stdout
        assert (project / "report.xml").exists()


def test_an_error_in_a_test_file_and_ctrl_c_have_different_exit_codes(
    make_project: MakeProject, run: Run
) -> None:
    """pytest's exit code is 2 for both."""
    root = make_project({"tests/test_error.py": "import no_such_module\n"})
    assert run("test", "-q", cwd=root).returncode == 2
    (root / "tests/test_error.py").write_text("def test_a(): raise KeyboardInterrupt\n")
    assert run("test", "-q", cwd=root).returncode == 130


def test_a_project_without_tests_is_explained(make_project: MakeProject, run: Run) -> None:
    result = run("test", cwd=make_project())
    assert result.returncode == 2
    assert "the folder 'tests' for the project's tests does not exist" in result.stderr
    assert "Traceback" not in result.stderr
