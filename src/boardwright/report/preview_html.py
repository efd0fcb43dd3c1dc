"""Renders preview pages as HTML. The pages run only boardwright's script and, except in `watch`,
send no requests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment
from markupsafe import Markup

from boardwright.commands.previewing.preview import PreviewedBoard
from boardwright.notation.templates import open_templates
from boardwright.preview.bundle import Bundle
from boardwright.preview.data_frames import shorten_frame
from boardwright.preview.page_model import BoardPage, ComparisonPage
from boardwright.report.json_values import to_json_object
from boardwright.schema.document import Json

_ORIGINS = {"live": "Live data", "recorded": "Recorded data"}
_TEMPLATES = Path(__file__).parent / "templates"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def render_page_html(
    page: BoardPage | ComparisonPage, bundle: Bundle, *, watched: bool = False
) -> str:
    """Return the HTML of a preview page.

    Args:
        page: Content of the page.
        bundle: The script and style sheet to embed.
        watched: Whether the page may send requests to the server from which it was loaded.
    """
    return (
        _load_templates()
        .get_template("page.html")
        .render(
            page=page,
            policy=format_security_policy(bundle, watched=watched),
            styles=Markup(bundle.styles),  # noqa: S704 - boardwright's own file, escaped by preview.bundle
            script=Markup(bundle.script),  # noqa: S704 - boardwright's own file, escaped by preview.bundle
            model=Markup(encode_embedded_json(format_page_json(page))),  # noqa: S704 - escaped by encode_embedded_json
        )
    )


def format_security_policy(bundle: Bundle, *, watched: bool) -> str:
    """Return the content security policy of a page. Browsers run only the embedded script and allow
    no requests. If `watched` is True, requests to the page's own server are allowed.
    """
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


def format_page_json(page: BoardPage | ComparisonPage) -> Json:
    """Return JSON data that follows the schema `docs/reference/preview-page.schema.json`."""
    if isinstance(page, BoardPage):
        results = {
            key: {"frames": list(map(shorten_frame, frames))}
            for key, frames in page.results.items()
        }
        return {**to_json_object(page, omit=("results",)), "results": results}
    before, after = (format_page_json(each) if each else None for each in (page.before, page.after))
    data = to_json_object(page, omit=("before", "after"))
    return {**data, "before": before, "after": after, "shared": _share_results(before, after)}


def _share_results(before: Json | None, after: Json | None) -> dict[str, str]:
    """Remove the query results from `after` that `before` also contains.

    Returns:
        Key of a removed result -> key of the same result in `before`.
    """
    if before is None or after is None:
        return {}
    before_keys = {_encode_json(result): key for key, result in before["results"].items()}
    shared = {
        key: before_keys[text]
        for key, result in after["results"].items()
        if (text := _encode_json(result)) in before_keys
    }
    for key in shared:
        del after["results"][key]
    return shared


def encode_embedded_json(data: Mapping[str, Any]) -> str:
    """Return data as JSON text for an HTML `script` element. Characters that could end the element
    are escaped.
    """
    text = _encode_json(data)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _encode_json(data: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(data).decode()
    except TypeError:  # orjson refuses unpaired surrogates and integers beyond 64 bits
        import json

        return json.dumps(data, allow_nan=False, separators=(",", ":"))


def render_redirect_html(address: str, title: str) -> str:
    """Return the HTML of a page that redirects to a URL in the same folder."""
    return _load_templates().get_template("redirect.html").render(address=address, title=title)


def render_index_html(boards: Sequence[PreviewedBoard]) -> str:
    """Return the HTML of the page that links to the pages of all boards."""
    template = _load_templates().get_template("index.html")
    return template.render(boards=boards, origins=_ORIGINS)


@cache
def _load_templates() -> Environment:
    return open_templates(_TEMPLATES, is_html=True)
