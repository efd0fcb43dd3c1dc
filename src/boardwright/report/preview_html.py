"""Pages as HTML files that send no requests and run no script but ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from boardwright.commands.previewing.preview import PreviewedBoard
from boardwright.preview.bundle import Bundle
from boardwright.preview.page_model import BoardPage, ComparisonPage
from boardwright.report.json_values import json_object

_ORIGINS = {"live": "Live data", "recorded": "Recorded data"}
_TEMPLATES = Path(__file__).parent / "templates"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def page_html(page: BoardPage | ComparisonPage, bundle: Bundle, *, watched: bool = False) -> str:
    """Return the text of a page's file.

    Args:
        page: The page.
        bundle: Its script and style sheet.
        watched: Whether it may send requests to the server that it comes from.
    """
    return (
        _templates()
        .get_template("page.html")
        .render(
            page=page,
            policy=policy(bundle, watched=watched),
            styles=Markup(bundle.styles),  # noqa: S704 - ours, made safe by preview.bundle
            script=Markup(bundle.script),  # noqa: S704 - ours, made safe by preview.bundle
            model=Markup(embedded_json(page_json(page))),  # noqa: S704 - escaped by embedded_json
        )
    )


def policy(bundle: Bundle, *, watched: bool) -> str:
    """Return the content security policy: only our script runs, and nothing is requested."""
    connect = "'self'" if watched else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {bundle.script_source}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            f"connect-src {connect}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def page_json(page: BoardPage | ComparisonPage) -> dict[str, Any]:
    """Return the page model as JSON data; see `docs/reference/preview-page.schema.json`."""
    if isinstance(page, ComparisonPage):
        data = json_object(page, omit=("before", "after"))
        sides = {"before": page.before, "after": page.after}
        return data | {name: board and page_json(board) for name, board in sides.items()}
    results = {key: {"frames": list(frames)} for key, frames in page.results.items()}
    return {**json_object(page, omit=("results",)), "results": results}


def embedded_json(data: Mapping[str, Any]) -> str:
    """Return JSON that is safe inside a script element, whatever its texts contain."""
    text = _json_text(data)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _json_text(data: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(data).decode()
    except TypeError:  # lone surrogates, whole numbers beyond 64 bits
        import json

        return json.dumps(data, allow_nan=False, separators=(",", ":"))


def index_html(boards: Sequence[PreviewedBoard]) -> str:
    """Return the page that links to the pages of all boards."""
    template = _templates().get_template("index.html")
    return template.render(boards=boards, origins=_ORIGINS)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
