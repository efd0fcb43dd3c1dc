"""Every page is on the site and in the navigation; links and anchors are checked by the build."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from boardwright.cli.root import VERBS
from support import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}


class Resources(HTMLParser):
    """The addresses that a browser loads by itself for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") in {"canonical", "next", "prev"}:
            return
        self.found += [values[key] or "" for name, key in LOADED if name == tag and key in values]


def page_of(path: Path) -> str:
    """Return where a Markdown file of docs/ is on the site."""
    relative = path.relative_to(ROOT / "docs")
    if relative.name in {"README.md", "index.md"}:
        return f"{relative.parent.as_posix()}/index.html"
    return f"{relative.with_suffix('').as_posix()}/index.html"


def test_every_document_is_a_page_and_in_the_search_index(site: Path) -> None:
    paths = [path for path in (ROOT / "docs").rglob("*.md") if "agents" not in path.parts]
    assert [path for path in paths if not (site / page_of(path)).exists()] == []
    index = (site / "search/search_index.json").read_text()
    for path in paths:
        place = page_of(path).removesuffix("index.html")
        assert f'"location":"{place}' in index, place


def test_every_section_is_in_the_navigation(site: Path) -> None:
    tabs = re.findall(r'class="md-tabs__link">\s*(.*?)\s*</a>', (site / "index.html").read_text())
    assert tabs == ["Start", "How to", "Coming from", "Reference", "Rules", "Project"]


def test_every_decision_is_listed(site: Path) -> None:
    listed = (site / "adr/index.html").read_text()
    for path in (ROOT / "docs/adr").glob("0*.md"):
        assert f'href="{path.stem}/"' in listed, path


def test_no_page_loads_from_another_server(site: Path) -> None:
    loaded: dict[str, str] = {}
    for path in site.rglob("*.html"):
        if "previews" in path.parts:
            continue  # tests/preview_page holds these to load nothing at all
        resources = Resources()
        resources.feed(path.read_text())
        loaded |= {address: str(path) for address in resources.found}
    assert len(loaded) > 5
    assert {address for address in loaded if re.match(r"(\w+:)?//", address)} == set()
    styles = "".join(path.read_text() for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", styles) == []


def test_the_list_for_models_leads_to_the_markdown_of_each_page(site: Path) -> None:
    text = (site / "llms.txt").read_text()
    assert text.startswith("# boardwright\n\n> ")
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", text, re.MULTILINE)
    assert len(links) > 100
    assert {"security.md", "stability.md", "upgrading.md", "agents/SKILL.md"} <= {*links}
    for link in links:
        assert (site / link).read_text() == (ROOT / "docs" / link).read_text()


def test_the_command_line_page_has_every_verb(site: Path) -> None:
    page = (site / "reference/command-line/index.html").read_text()
    assert [verb for verb in VERBS if f"boardwright {verb}" not in page] == []
