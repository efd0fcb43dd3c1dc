"""Text of a board is never run as a script."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from boardwright.preview.board_page import PageContext, build_board_page
from boardwright.preview.board_plan import plan_board_page
from boardwright.preview.bundle import build_bundle
from boardwright.preview.page_model import BoardPage
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.report.preview_html import render_page_html
from preview.helpers import SCRIPT, model_of

BUNDLE = build_bundle(SCRIPT.encode(), styles="")
RANGE = TimeRange(start=0, end=3_600_000, text="Last 1 hour")
SOURCES = QuerySources((), default=QuerySource(uid="p", name="P", type="prometheus"))
NASTY = "</script><script>alert(1)</script><!--\u2028\u2029&lt;\"'<img src=x onerror=alert(1)>"


class Scripts(HTMLParser):
    """Collects the scripts of a page, as a browser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script":
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")


def test_the_licences_are_in_each_copy_of_the_script() -> None:
    notices = "MIT License\n</script> */ alert(1) <!--\n"
    bundle = build_bundle(SCRIPT.encode(), styles="", notices=notices.encode())
    (shared,) = bundle.share().files.values()
    for text in (bundle.script, shared.decode()):
        assert "MIT License" in text
        comment, _, code = text.partition("*/")
        assert code.endswith(build_bundle(SCRIPT.encode(), styles="").script)
        assert "alert(1)" in comment
    read = Scripts()
    read.feed(render_page_html(page("t", "b"), bundle))
    assert bundle.script in read.found


def page(title: Any, body: Any) -> BoardPage:
    board = {
        "title": title,
        "uid": "x",
        "panels": [{"id": 1, "type": "text", "title": title, "options": {"content": body}}],
    }
    plan = plan_board_page(board, {}, sources=SOURCES, span=RANGE)
    return build_board_page(
        board, [plan], {}, span=RANGE, context=PageContext(theme="dark", data="sample")
    )


def scripts(html: str) -> Scripts:
    parser = Scripts()
    parser.feed(html)
    return parser


def test_scripts_in_titles_and_texts_do_not_run() -> None:
    html = render_page_html(page(NASTY, NASTY), BUNDLE)
    parser = scripts(html)
    assert len([tag for tag in parser.tags if tag == "script"]) == 2
    assert "img" not in parser.tags
    model = model_of(html)
    assert model["title"] == NASTY
    assert model["selections"][0]["sections"][0]["panels"][0]["panel"]["title"] == NASTY


def test_the_content_security_policy_allows_only_the_included_script() -> None:
    html = render_page_html(page("T", "t"), BUNDLE)
    script = scripts(html).found[-1]
    assert script == BUNDLE.script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert found is not None
    policy = unescape(found[1])
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe-eval" not in policy
    watched = render_page_html(page("T", "t"), BUNDLE, watched=True)
    assert "connect-src 'self'" in unescape(watched)


@settings(deadline=None)
@given(st.text(), st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=5))
def test_any_text_is_read_back_and_opens_no_element(title: str, body: Any) -> None:
    html = render_page_html(page(title, body), BUNDLE)
    assert [tag for tag in scripts(html).tags if tag == "script"] == ["script", "script"]
    model = model_of(html)
    shown = model["selections"][0]["sections"][0]["panels"][0]["panel"]
    assert shown["title"] == title
    assert shown["options"]["content"] == body
