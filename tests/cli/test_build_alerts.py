"""`boardwright build` with alert rules, as a process: written, stale, gone, kept apart."""

from __future__ import annotations

import pytest

from alerts.declared import module
from support import BOARD, MakeProject, Run, files_of

OTHER = BOARD.replace('"Demo"', '"Other"').replace('"demo"', '"other"')
GROUP = module("g = AlertGroup(name='load', rules=[rule()])")
FILE = "grafana/provisioning/alerting/demo.load.yaml"


def test_a_groups_file_is_written_again_when_stale_and_removed(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/a.py": BOARD, "dashboards/alerts.py": GROUP})
    assert run("build", cwd=root).returncode == 0
    before = files_of(root / "provisioning")
    assert FILE in before
    assert run("build", cwd=root).returncode == 0
    assert run("build", "--no-cache", cwd=root).returncode == 0
    assert files_of(root / "provisioning") == before
    assert run("build", "dashboards/a.py", cwd=root).returncode == 0
    assert files_of(root / "provisioning") == before
    (root / "dashboards/alerts.py").write_text(GROUP.replace("$A > 1", "$A > 2"))
    result = run("build", "--check", cwd=root)
    assert (result.returncode, FILE in result.stdout) == (1, True)
    (root / "dashboards/alerts.py").write_text("x = 1\n")
    result = run("build", cwd=root)
    assert f" removed  provisioning/{FILE}" in result.stdout


def test_a_module_of_alerts_alone_may_be_named(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/alerts.py": GROUP})
    result = run("build", "dashboards/alerts.py", cwd=root)
    assert result.returncode == 0, result.stderr
    assert FILE in files_of(root / "provisioning")


def test_a_rule_that_cannot_be_evaluated_is_2(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/alerts.py": GROUP.replace("$A > 1", "$Z > 1")})
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "expression B uses 'Z', which does not exist" in result.stderr
    assert 'alert rule "High load"' in result.stderr
    assert not (root / "provisioning").exists()


def test_a_build_of_some_files_takes_no_others_group(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/alerts.py": GROUP})
    assert run("build", cwd=root).returncode == 0
    before = files_of(root / "provisioning")
    (root / "dashboards/b.py").write_text(GROUP)
    result = run("build", "dashboards/b.py", cwd=root)
    assert result.returncode == 2
    assert 'the alert group "load" of this folder was already built from' in result.stderr
    assert "from dashboards/alerts.py" in result.stderr
    assert files_of(root / "provisioning") == before


def test_other_targets_say_that_they_take_none(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": BOARD, "dashboards/alerts.py": GROUP})
    result = run("build", "--target", "configmaps", cwd=root)
    assert result.returncode == 0
    assert 'the alert group "load" is not written' in result.stderr
    assert FILE not in files_of(root / "provisioning")
    assert "left out" not in run("build", cwd=root).stderr


@pytest.mark.parametrize("before", [BOARD, "x = 1\n"])
def test_a_module_that_becomes_one_of_alerts_stays_one(
    make_project: MakeProject, run: Run, before: str
) -> None:
    """The earlier result is not kept next to the current one."""
    root = make_project({"dashboards/alerts.py": before, "dashboards/b.py": OTHER})
    assert run("build", cwd=root).returncode == 0
    (root / "dashboards/alerts.py").write_text(GROUP)
    for _ in range(2):
        assert run("build", cwd=root).returncode == 0
        assert FILE in files_of(root / "provisioning")


def test_a_module_that_fails_goes_on_to_fail(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": BOARD, "dashboards/b.py": OTHER})
    assert run("build", cwd=root).returncode == 0
    (root / "dashboards/a.py").write_text(BOARD.replace('uid="demo"', 'uid="a b"'))
    assert [run("build", cwd=root).returncode for _ in range(2)] == [2, 2]
