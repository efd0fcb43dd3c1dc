"""`--changed-since`: the tests that a git diff can affect are run, and those in doubt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from boardwright.errors import ConfigError
from boardwright.testing.fixture_uses import FixtureUses, read_uses
from boardwright.testing.selected_tests import SelectedTests
from boardwright.testing.tested_project import TestedProject
from support import TOML

BOARD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

{imports}

board = Dashboard(
    title={uid!r}, uid={uid!r}, panels=[TimeSeries(title="Up", targets=[Target(expr={expr!r})])]
)
"""

FILES = {
    "boardwright.toml": TOML,
    "README.md": "A project.\n",
    "data.json": "{}\n",
    "captures/peak.series": "up 1\n",
    "captures/calm.series": "up 1\n",
    "dashboards/_lib.py": "UNIT = 'short'\n",
    "dashboards/alpha.py": BOARD.format(imports="import _lib", uid="alpha", expr="up"),
    "dashboards/beta.py": BOARD.format(imports="", uid="beta", expr="job:up:sum > 1"),
    "rules/sums.yml": """\
groups:
  - name: sums
    rules:
      - {record: "job:up:sum", expr: "sum by (job) (up)"}
""",
    "rules/late.yml": """\
groups:
  - name: late
    rules:
      - {alert: Late, expr: "late > 1"}
      - {alert: Down, expr: "job:up:sum == 0"}
""",
    "tests/test_boards.py": """\
import pytest


@pytest.fixture
def shown(panels):
    return panels("alpha")["Up"]


def test_alpha(panels):
    assert panels("alpha")["Up"]


def test_beta(panels):
    assert panels("beta")["Up"]


def test_fixture(shown):
    assert shown


@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_parameter(panels, name):
    assert panels(name)["Up"]


def test_each(board):
    assert board.panels
""",
    "tests/conftest.py": """\
from pathlib import Path
import pytest


@pytest.fixture
def captured():
    return sorted(Path("captures").glob("*.series"))


@pytest.fixture
def all_boards(panels):
    return [panels(name) for name in ("alpha", "beta")]
""",
    "tests/test_captures.py": """\
import pytest


def test_captured(panels, captured):
    assert panels("alpha")["Up"].at("1m", series=captured[0])


@pytest.mark.parametrize("name", ["alpha"])
def test_assigned(all_boards, name):
    assert all_boards
""",
    "tests/test_rules.py": """\
def test_late(rules):
    assert rules("Late")
""",
    "tests/test_doubt.py": """\
def test_no_fixture():
    assert open("data.json")


def test_passed_on(panels):
    assert repr(panels)
""",
}

DOUBT = {"test_no_fixture", "test_passed_on", "test_assigned[alpha]"}
ALPHA = {"test_captured", "test_alpha", "test_fixture", "test_parameter[alpha]", "test_each[alpha]"}
BETA = {"test_beta", "test_parameter[beta]", "test_each[beta]"}
EVERY = DOUBT | ALPHA | BETA | {"test_late"}


def git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", "-C", str(root), *named, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("selected")
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "A project")
    return root


@pytest.fixture(scope="module")
def items(repository: Path) -> list[pytest.Item]:
    """Return the tests as pytest collects them in a session of its own."""
    found: list[pytest.Item] = []

    class Collected:
        def pytest_collection_finish(self, session: pytest.Session) -> None:
            found.extend(session.items)

    options = ["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "boardwright.testing.plugin"]
    before = Path.cwd()
    os.chdir(repository)
    try:
        code = pytest.main([*options, "--rootdir", str(repository), "tests"], [Collected()])
    finally:
        os.chdir(before)
    assert (code, len(found)) == (0, len(EVERY))
    return found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, DOUBT, id="nothing"),
        pytest.param({"dashboards/_lib.py": "UNIT = 's'\n"}, DOUBT | ALPHA, id="helper"),
        pytest.param({"dashboards/beta.py": "# Changed.\n"}, DOUBT | BETA, id="board"),
        pytest.param({"rules/late.yml": "# Changed.\n"}, DOUBT | {"test_late"}, id="alerts"),
        pytest.param({"rules/sums.yml": "# Changed.\n"}, EVERY, id="recordings"),
        pytest.param({"rules/sums.yml": None}, EVERY, id="removed recordings"),
        pytest.param({"rules/new.yml": "groups: []\n"}, DOUBT, id="new file without rules"),
        pytest.param({"tests/test_rules.py": "# Changed.\n"}, DOUBT | {"test_late"}, id="test"),
        pytest.param({"tests/conftest.py": "X = 1\n"}, EVERY, id="conftest"),
        pytest.param({"boardwright.toml": "# Changed.\n"}, EVERY, id="settings"),
        pytest.param({"README.md": "Changed.\n"}, DOUBT, id="document"),
        pytest.param({"data.json": "[]\n"}, DOUBT, id="mentioned data"),
        pytest.param(
            {"captures/peak.series": "up 2\n"}, DOUBT | {"test_captured"}, id="folder in a fixture"
        ),
    ],
)
def test_the_tests_that_a_change_can_affect_are_selected(
    repository: Path,
    items: list[pytest.Item],
    changed: dict[str, str | None],
    expected: set[str],
) -> None:
    """Text is added at the end of a file; None removes the file."""
    for name, text in changed.items():
        if text is None:
            (repository / name).unlink()
        else:
            (repository / name).write_text(FILES.get(name, "") + text)
    project = TestedProject.from_folder(repository)
    try:
        found = SelectedTests(project, "HEAD", items, repository)
    finally:
        project.close()
        git(repository, "checkout", "-q", ".")
        git(repository, "clean", "-qfd", "-e", ".boardwright")
    assert {item.name for item in found.kept} == expected, found.lines
    assert {item.name for item in found.left_out} == EVERY - expected
    assert sum(found.reasons.values()) == len(expected)


def test_a_session_without_selected_tests_passes(repository: Path) -> None:
    """7 of the tests name a board or rule: 4 of alpha, 3 of beta."""
    command = [sys.executable, "-m", "boardwright", "test", "-n", "1", "--changed-since"]
    done = subprocess.run(
        [*command, "HEAD", "tests/test_boards.py"], cwd=repository, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 tests left out, because the changes since HEAD do not affect" in done.stdout


def test_an_unknown_ref_is_refused(repository: Path) -> None:
    project = TestedProject.from_folder(repository)
    with pytest.raises(ConfigError, match="cannot compare with 'nowhere': the repository has no"):
        SelectedTests(project, "nowhere", [], repository)
    project.close()


def test_the_boards_and_rules_that_a_function_uses_are_found() -> None:
    def literal(panels, rules, name):  # type: ignore[no-untyped-def]
        return panels("a"), rules("b", severity="page"), panels(name)

    def compute_name(panels):  # type: ignore[no-untyped-def]
        return panels("a" + "b")

    def opaque(request):  # type: ignore[no-untyped-def]
        return request

    def assign(panels, name):  # type: ignore[no-untyped-def]
        return [panels(name) for name in "ab"]

    def nest(panels, name):  # type: ignore[no-untyped-def]
        return [lambda name: panels(name)]  # noqa: PLW0108

    expected = FixtureUses(boards=frozenset("ac"), rules=frozenset("b"))
    assert read_uses([literal], {"name": "c"}) == expected
    assert read_uses([literal], {}).why_unknown
    assert read_uses([literal, compute_name], {"name": "c"}).why_unknown
    assert read_uses([opaque], {}).why_unknown
    assert read_uses([assign], {"name": "c"}).why_unknown
    assert read_uses([nest], {"name": "c"}).why_unknown
    assert read_uses([len], {}).why_unknown
