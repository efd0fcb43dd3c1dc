"""Loads the templates of Markdown reports, and defines the template filters that escape titles and
other texts of boards.

GitHub and GitLab interpret mentions (`@name`), references (`#1`), HTML and Markdown in a comment.
So `format_code` writes text of boards as inline code with HTML entities, and `escape_markdown`
escapes special characters. The templates escape HTML in all other values.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.diff.changed_words import Spans, find_changed_words
from boardwright.diff.changes import PanelChange, RuleChange
from boardwright.errors import BoardwrightError
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.plurals import format_quantity
from boardwright.notation.templates import open_templates
from boardwright.report import diff_parts
from boardwright.report.diff_parts import collapse_white_space
from boardwright.report.text_format import escape_unprintable

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 400
"""Reports cut values to this number of characters."""

_LONGEST_NAME = 80
"""Reports cut titles and names to this number of characters."""

_LONGEST_TEXT = 300
"""Reports cut texts that are not inline code to this number of characters."""

_MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]()#+!|~-])")
_CODE_CHARACTERS = re.compile(r"""[\\`*_\[\]<>&!|~$:@#"]|(?<=www)\.""", re.IGNORECASE)


def format_code(text: str, spans: Spans = ()) -> Markup:
    """Return a text as HTML inline code, in which GitHub and GitLab interpret no Markdown or HTML
    of the text. The characters in `spans` are bold.
    """
    text = escape_unprintable(text)
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    edges = sorted({0, len(cut), *(min(edge, len(cut)) for span in spans for edge in span)})
    starts = {start for start, _ in spans}
    marked = ""
    for start, end in pairwise(edges):
        part = _CODE_CHARACTERS.sub(lambda match: f"&#{ord(match[0])};", cut[start:end])
        marked += f"<b>{part}</b>" if start in starts else part
    return Markup(f"<code>{marked or ' '}</code>")  # noqa: S704 - escaped by _CODE_CHARACTERS


def format_short_code(text: str) -> Markup:
    """Return a title or name as inline code on one line, cut to 80 characters."""
    text = collapse_white_space(text)
    return format_code(text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…")


def escape_markdown(text: str) -> Markup:
    """Return a text on one line, without HTML, Markdown or mentions, cut to 300 characters."""
    line = "".join(char for char in " ".join(text.split())[:_LONGEST_TEXT] if char.isprintable())
    escaped = _MARKDOWN_CHARACTERS.sub(r"\\\1", html.escape(line, quote=False)).replace(
        "@", "&#64;"
    )
    return Markup(escaped)  # noqa: S704 - escaped above


def _format_error_line(error: BoardwrightError) -> str:
    where = f"{error.where}: " if error.where else ""
    return collapse_white_space(where + error.what)


def _format_part_number(part: PanelChange | RuleChange) -> str:
    return diff_parts.format_part_name(part).partition(" ")[2]


def _is_group(owner: object) -> bool:
    return isinstance(owner, GroupDiff)


_FILTERS: dict[str, Callable[..., object]] = {
    "code": format_code,
    "short": format_short_code,
    "plain": escape_markdown,
    "error_line": _format_error_line,
    "part_number": _format_part_number,
    "quantity": format_quantity,
    "public_url": strip_url_secrets,
    "summary": diff_parts.format_diff_summary,
    "headline": diff_parts.format_diff_headline,
    "folder": diff_parts.format_folder,
    "parts": diff_parts.list_parts,
    "part_counts": diff_parts.format_part_counts,
    "part_noun": diff_parts.choose_part_noun,
    "part_row": diff_parts.find_part_row,
    "shared_name": diff_parts.format_shared_name,
    "sides": diff_parts.format_sides,
}
"""Name of a filter in the templates -> the function that the filter calls."""


@cache
def load_markdown_macros(name: str) -> Any:
    """Load a Jinja template, and return its module, which has a function for each macro."""
    environment = open_templates(_TEMPLATES, is_html=True, trim_blocks=True)
    environment.filters |= _FILTERS
    environment.tests |= {"long": diff_parts.is_long, "rule_group": _is_group}
    environment.globals["changed_words"] = find_changed_words
    return environment.get_template(name).module
