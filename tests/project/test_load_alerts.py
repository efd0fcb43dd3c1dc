"""Groups of alert rules: where they are found, and what is known of their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.project.loading import Loaded
from project.loading_project import messages, project_loader

HEAD = """\
from grafanalib.core import AlertGroup, AlertRulev9, Target, AlertFileBasedProvisioning

def rule(title):
    return AlertRulev9(title=title, triggers=[Target(expr="up", refId="A")], condition="A")

"""


def loaded(root: Path, text: str, **others: str) -> Loaded:
    files = {f"dashboards/{name}.py": each for name, each in others.items()}
    return project_loader(root)({"dashboards/a.py": HEAD + text, **files})


@pytest.mark.parametrize(
    "text",
    [
        'one = AlertGroup(name="One", rules=[rule("r")])',
        'many = [AlertGroup(name="One", rules=[rule("r")])]',
        'many = {"x": AlertGroup(name="One", rules=[rule("r")])}',
        'file = AlertFileBasedProvisioning([AlertGroup(name="One", rules=[rule("r")])])',
    ],
)
def test_groups_are_found(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, text)
    assert messages(found) == []
    assert [(group.name, str(group.place)) for group in found.alerts] == [
        ("One", "dashboards/a.py:6")
    ]
    assert found.documents == ()


def test_a_rule_has_its_own_place(tmp_path: Path) -> None:
    text = """\
one = AlertGroup(
    name="One",
    rules=[
        AlertRulev9(title="r", triggers=[Target(expr="up", refId="A")], condition="A"),
    ],
)
"""
    (group,) = loaded(tmp_path, text).alerts
    assert str(group.place) == "dashboards/a.py:6"
    assert [str(rule.place) for rule in group.rules] == ["dashboards/a.py:9"]


def test_a_group_that_is_imported_belongs_to_its_own_module(tmp_path: Path) -> None:
    found = loaded(
        tmp_path, 'one = AlertGroup(name="One", rules=[rule("r")])', b="from a import one\n"
    )
    assert [group.place.file for group in found.alerts] == ["dashboards/a.py"]


def test_folders(tmp_path: Path) -> None:
    text = """\
folder = "Shop"
one = AlertGroup(name="One", rules=[rule("r")])
two = AlertGroup(name="Two", rules=[rule("r")], folder="alert")
"""
    assert [(g.name, g.folder) for g in loaded(tmp_path, text).alerts] == [
        ("One", "Shop"),
        ("Two", "alert"),
    ]


def test_a_rule_in_no_group_is_told(tmp_path: Path) -> None:
    found = loaded(tmp_path, 'lone = rule("r")')
    assert found.alerts == ()
    assert [str(note) for note in found.remarks] == [
        "dashboards/a.py:4: the alert rule `lone` is in no AlertGroup of this module:"
        " nothing is made of it"
    ]


def test_what_is_no_rule_is_refused(tmp_path: Path) -> None:
    assert messages(loaded(tmp_path, 'one = AlertGroup(name="One", rules=["up"])')) == [
        "dashboards/a.py:6: `one`: rules[0] is str, not an alert rule\n"
        "  A group holds AlertRulev9 or AlertRulev8."
    ]
