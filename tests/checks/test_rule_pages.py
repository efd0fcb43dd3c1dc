"""Each rule has one file, one test, one page; the rule reports only the bad examples.

`make golden` rewrites the pages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from boardwright.checks import BoardView, ConfigurationView, Rule
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule_execution import check_configuration
from boardwright.report.rules_text import format_rule_page, format_rules_index
from checks.views import SETTINGS, board, configuration, panel, problems, query, variable
from support import ROOT

PAGES = ROOT / "docs/rules"
RULES = load_built_in_rules()
IDS = [rule.id for rule in RULES]


def names(folder: Path, pattern: str) -> list[str]:
    found = (path.stem.removeprefix("test_") for path in folder.glob(pattern))
    return sorted(name.replace("_", "-") for name in found if name not in {"__init__", "README"})


def test_every_rule_has_one_file_one_test_and_one_page(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        for path in PAGES.glob("*.md"):
            path.unlink()
        for rule in RULES:
            (PAGES / f"{rule.id}.md").write_text(format_rule_page(rule))
        (PAGES / "README.md").write_text(format_rules_index(RULES))
    assert sorted(IDS) == names(ROOT / "src/boardwright/checks/rules", "*.py")
    assert sorted(IDS) == names(ROOT / "tests/checks/rules", "test_*.py")
    assert sorted(IDS) == names(PAGES, "*.md")
    assert (PAGES / "README.md").read_text() == format_rules_index(RULES)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_page_is_generated_from_the_rule(rule: Rule) -> None:
    assert (PAGES / f"{rule.id}.md").read_text() == format_rule_page(rule)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_page_has_all_sections(rule: Rule) -> None:
    sections = re.findall(r"^## (.+)$", rule.page, re.MULTILINE)
    assert sections == ["Reported cases", "Why", "Bad", "Good", "Source"]
    assert rule.page.splitlines()[0].endswith(".")
    assert rule.page.splitlines()[1] == ""
    assert rule.group != "own"


def examples(rule: Rule, section: str) -> list[tuple[str, str]]:
    text = rule.page.split(f"## {section}\n")[1].split("\n## ")[0]
    found = re.findall(r"^```(promql|json|yaml)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [(language, code) for language, code in found]


CASES = [(rule, code) for rule in RULES for code in ("Bad", "Good")]


@pytest.mark.parametrize(("rule", "section"), CASES, ids=[f"{r.id}-{s}" for r, s in CASES])
def test_the_rule_reports_only_the_bad_examples_of_the_page(rule: Rule, section: str) -> None:
    for language, code in examples(rule, section):
        found = len(found_in(rule, language, code))
        assert bool(found) == (section == "Bad"), f"{found} findings in\n{code}"


def found_in(rule: Rule, language: str, code: str) -> list[object]:
    if language == "yaml":
        return [*check_configuration(configuration_of(yaml.safe_load(code)), [rule])]
    return [*problems(rule, board_of(language, code))]


def board_of(language: str, code: str) -> BoardView:
    if language == "promql":
        return query(code.strip()).board
    data = json.loads(code)
    if (
        "elements" in data
        or "panels" in data
        or "templating" in data
        or "rows" in data
        or "annotations" in data
    ):
        return board(**data)
    if "expr" in data:
        return query(data.pop("expr"), **data).board
    return (
        panel(**data).board
        if "targets" in data
        or "options" in data
        or (data.get("type") not in {"query", "custom", "interval", "datasource", "textbox"})
        else variable(**data).board
    )


def configuration_of(data: dict[str, Any]) -> ConfigurationView:
    common, jobs = data.get("global", {}), data.get("scrape_configs", [])
    return configuration(
        ("", common.get("scrape_interval")),
        *((job["job_name"], job.get("scrape_interval")) for job in jobs),
        rules=[group | rule for group in data.get("groups", []) for rule in group["rules"]],
        settings=SETTINGS,
    )
