"""Pages as HTML: one file each, which asks for nothing and runs nothing but our own script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape as escaped
from pathlib import Path
from string import Template
from typing import Any

import orjson

from boardwright.commands.previewing.preview import PreviewedBoard
from boardwright.preview.bundle import Bundle
from boardwright.preview.page_model import BoardPage, ComparisonPage

_DATA = {"live": "Live data", "recorded": "Recorded data"}
_TEMPLATES = Path(__file__).parent / "templates"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def page_html(page: BoardPage | ComparisonPage, bundle: Bundle, *, watched: bool = False) -> str:
    """Return a page's file.

    Args:
        page: What it shows.
        bundle: What draws it.
        watched: Whether it may ask the server that it comes from.
    """
    return _template("page.html").substitute(
        policy=escaped(policy(bundle, watched=watched)),
        title=escaped(page.title or "Dashboard"),
        theme=page.theme,
        styles=bundle.styles,
        script=bundle.script,
        model=embedded(page.to_json()),
    )


def policy(bundle: Bundle, *, watched: bool) -> str:
    """Return the content security policy: our script alone runs, and nothing is asked for."""
    connect = "'self'" if watched else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{bundle.script_hash}'",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            f"connect-src {connect}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def embedded(data: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a script element, whatever its texts hold."""
    text = _dumped(data)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _dumped(data: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(data).decode()
    except TypeError:  # lone surrogates, whole numbers beyond 64 bits
        import json

        return json.dumps(data, allow_nan=False, separators=(",", ":"))


def index_html(boards: Sequence[PreviewedBoard]) -> str:
    """Return the page that links to all others."""
    return _template("index.html").substitute(entries="".join(map(_entry, boards)))


def _entry(board: PreviewedBoard) -> str:
    """Return a board's line of the index."""
    page = board.page
    sections = page.selections[0].sections if page.selections else ()
    texts = {
        "href": f"{board.name}.html",
        "title": page.title or board.name,
        "folder": board.folder,
        "panels": str(sum(len(section.panels) for section in sections)),
        "place": page.place or "",
        "data": page.remark or _DATA.get(page.data, ""),
    }
    return _template("entry.html").substitute({key: escaped(text) for key, text in texts.items()})


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text(encoding="utf-8"))
