"""Text of a board is data: nothing of it runs, and nothing leaves the page."""

from __future__ import annotations

from typing import Any

import pytest

from preview_page.conftest import Open
from preview_page.pages import Json, page_of, series, view_of, wave

ATTACK = (
    "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script><svg onload='window.hit=1'>"
)
LINK = "javascript:window.hit=1"


def hostile(kind: str, **options: Any) -> Json:
    return {
        "type": kind,
        "title": ATTACK,
        "description": ATTACK,
        "links": [{"title": ATTACK, "url": LINK}],
        "options": options,
        "fieldConfig": {
            "defaults": {
                "unit": ATTACK,
                "noValue": ATTACK,
                "displayName": ATTACK,
                "links": [{"title": ATTACK, "url": LINK}],
                "mappings": [{"type": "value", "options": {"50": {"text": ATTACK}}}],
            },
            "overrides": [],
        },
    }


KINDS = (
    "timeseries", "stat", "gauge", "bargauge", "table", "piechart", "state-timeline",
    "status-history", "histogram", "barchart", "logs", "heatmap", ATTACK,
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_a_board_runs_as_a_script(opened: Open, kind: str) -> None:
    frames = [series(ATTACK, wave(6), job=ATTACK)]
    view = view_of("1", (0, 0, 24, 10), hostile(kind), "a")
    found = opened(page_of([view], {"a": {"frames": frames}}, title=ATTACK, remark=ATTACK))
    for link in found.page.locator("a").all():
        assert not (link.get_attribute("href") or "").lower().startswith("javascript:")
    assert found.page.evaluate("window.hit") is None
    assert found.requests == []
    assert found.violations() == []


CONTENTS = (
    ATTACK,
    f"[a link]({LINK}) ![a picture](https://example.org/a.png)",
    '<a href="javascript:window.hit=1">x</a><iframe src="https://example.org"></iframe>',
    '<div style="background: url(https://example.org/a.png)">x</div>',
    '<form action="https://example.org"><input name=a></form>',
    '<style>@import "https://example.org/a.css";</style><link rel=stylesheet href=https://example.org>',
    '<a href="https://example.org" ping="https://example.org">x</a>',
)


@pytest.mark.parametrize("mode", ["markdown", "html", "code"])
@pytest.mark.parametrize("content", CONTENTS)
def test_text_panels_run_no_scripts_and_load_nothing(opened: Open, mode: str, content: str) -> None:
    view = view_of("1", (0, 0, 24, 10), hostile("text", mode=mode, content=content))
    found = opened(page_of([view], {}))
    for link in found.page.locator("a").all():
        link.click(timeout=2_000) if link.get_attribute("href") is None else None
    assert found.page.evaluate("window.hit") is None
    found.is_clean()


def test_a_picture_that_is_not_loaded_is_named(opened: Open) -> None:
    content = "![a map](https://example.org/a.png)"
    view = view_of("1", (0, 0, 24, 10), hostile("text", mode="markdown", content=content))
    assert opened(page_of([view], {})).page.get_by_text("[a map]").is_visible()
