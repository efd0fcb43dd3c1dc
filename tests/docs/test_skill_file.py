"""The skill file for coding agents names fields that the schemas have, and commands that exist."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from boardwright.cli.root import VERBS
from boardwright.report.coverage_report import format_coverage_json
from boardwright.testing.query_coverage import CoveredItem, QueryCoverage
from support import ROOT

TEXT = (ROOT / "docs/agents/SKILL.md").read_text()
ROW = re.compile(r"^\| `([a-z]+) --format json` \| (.+) \|$", re.MULTILINE)


def schema(verb: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((ROOT / f"docs/reference/{verb}.schema.json").read_text())
    return data


def test_each_field_is_in_the_schema() -> None:
    rows = ROW.findall(TEXT)
    assert {verb for verb, _ in rows} == {"build", "check", "list", "preview", "diff"}
    for verb, fields in rows:
        properties = schema(verb)["properties"]
        outer = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", fields)))
        assert outer <= set(properties), verb
        for name, inner in re.findall(r"`(\w+)` \(([^)]*)\)", fields):
            known = properties[name]["items"]["properties"]
            assert set(re.findall(r"`(\w+)`", inner)) <= set(known), (verb, name)


def test_the_fields_of_coverage_exist() -> None:
    item = CoveredItem(
        kind="query", board="B", panel="P", name="A", place="b.py:1", is_covered=True
    )
    data = format_coverage_json(QueryCoverage(items=(item,)))
    (row,) = re.findall(r"^\| `test --coverage-format json` \| (.+) \|$", TEXT, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) <= {*data, *data["items"][0]}


def test_each_command_is_a_verb() -> None:
    named = set(re.findall(r"`(?:boardwright )?([a-z-]+)(?: [^`]*)?--", TEXT))
    assert named <= set(VERBS)
    assert len(named) >= 5


def test_the_front_matter_has_a_valid_name_and_description() -> None:
    """The name has letters, digits and hyphens; the description at most 1,024 characters."""
    head = yaml.safe_load(TEXT.split("---\n")[1])
    assert re.fullmatch(r"[a-z0-9-]{1,64}", head["name"])
    assert 50 < len(head["description"]) <= 1024
    assert len(TEXT.splitlines()) < 120
