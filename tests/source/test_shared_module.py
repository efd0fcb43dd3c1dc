"""Values that modules have in common go into one, and stays there."""

from __future__ import annotations

import ast

from boardwright.source.shared_module import share_values

HEAD = '''"""{title}.

Imported from {title}.json.
"""

from grafanalib import formatunits as units
from grafanalib.core import Dashboard, Stat, Template, Templating

'''
JOB = """\
            Template(
                name="jobName",
                query="label_values(up, job)",
                dataSource="prometheus",
                multi=True,
            ),
"""
BODY = """\
dashboard = Dashboard(
    title="{title}",
    templating=Templating(
        list=[
{job}        ],
    ),
    panels=[
        Stat(
            title="{panel}",
            format=units.SECONDS,
            id={id},
            span=3,
        ),
    ],
)
"""


def module(title: str, *, panel: str = "Up", id: int = 1, job: str = JOB) -> str:
    return HEAD.format(title=title) + BODY.format(title=title, panel=panel, id=id, job=job)


def test_a_variable_of_two_boards_becomes_a_shared_value() -> None:
    found = share_values({"a": module("A"), "b": module("B", panel="Down")})
    assert found is not None
    assert (
        found.text
        == '''\
"""Shared by boards.

Made by `boardwright import --share`, which only ever adds to it.
"""

from grafanalib.core import Template

job_name = Template(
    name="jobName",
    query="label_values(up, job)",
    dataSource="prometheus",
    multi=True,
)
'''
    )
    assert (
        found.texts["a"]
        == '''\
"""A.

Imported from A.json.
"""

from _shared import job_name
from grafanalib import formatunits as units
from grafanalib.core import Dashboard, Stat, Templating

dashboard = Dashboard(
    title="A",
    templating=Templating(
        list=[
            job_name,
        ],
    ),
    panels=[
        Stat(
            title="Up",
            format=units.SECONDS,
            id=1,
            span=3,
        ),
    ],
)
'''
    )


def test_a_panel_of_two_boards_is_shared_and_unused_imports_are_removed() -> None:
    found = share_values({"a": module("A"), "b": module("B")})
    assert found is not None
    assert "from grafanalib import formatunits as units\n" in found.text
    assert 'up = Stat(\n    title="Up",\n    format=units.SECONDS,' in found.text
    assert "import formatunits" not in found.texts["a"]
    assert "from _shared import job_name, up\n" in found.texts["a"]


def test_modules_without_common_values_are_unchanged() -> None:
    other = JOB.replace("up, job", "up, instance")
    assert share_values({"a": module("A"), "b": module("B", panel="Down", job=other)}) is None
    assert share_values({}) is None
    assert share_values({"a": module("A")}) is None


def test_a_single_board_uses_the_shared_values_and_removes_none() -> None:
    first = share_values({"a": module("A"), "b": module("B")})
    assert first is not None
    again = share_values({"a": module("A", panel="Down")}, before=first.text)
    assert again is not None
    assert again.text == first.text
    assert "from _shared import job_name\n" in again.texts["a"]
    assert 'title="Down"' in again.texts["a"]


def test_names_of_shared_values_are_unique() -> None:
    job = JOB.replace('"jobName"', '"stat"')
    found = share_values({"a": module("A", job=job), "b": module("B", id=2, job=job)})
    assert found is not None
    assert "\nstat_2 = Template(" in found.text
    for name in ("folder", "tags", "type"):
        job = JOB.replace("jobName", name)
        found = share_values({"a": module("A", job=job), "b": module("B", id=2, job=job)})
        assert found is not None
        assert f"\n{name}_2 = Template(" in found.text


def test_equal_text_with_another_meaning_is_not_shared() -> None:
    other = module("B", panel="Down").replace("grafanalib.core import", "mylib import")
    assert share_values({"a": module("A"), "b": other}) is None
    local = "x = 'up'\n\n"
    named = JOB.replace('"label_values(up, job)"', "x")
    texts = {
        name: HEAD.format(title=name) + local + BODY.format(title=name, panel=name, id=1, job=named)
        for name in "ab"
    }
    assert share_values(texts) is None


def test_numbers_equal_only_in_python_are_not_shared() -> None:
    panel = 'title="Up",\n            transparent={},'
    texts = {
        name: module(name, job="").replace('title="Up",', panel.format(value))
        for name, value in (("a", "True"), ("b", "1"))
    }
    assert share_values(texts) is None


def test_text_in_any_script_is_cut_at_the_right_place() -> None:
    job = JOB.replace('"label_values(up, job)"', '"время(ノード)"')
    found = share_values(
        {"a": module("Ä", panel="α", job=job), "b": module("B", panel="β", job=job)}
    )
    assert found is not None
    for text in (found.text, *found.texts.values()):
        ast.parse(text)
    assert 'query="время(ノード)",\n    dataSource' in found.text
