"""Formats the result of `boardwright release` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.deploying.release import ReleasedItem, ReleasedKind, ReleaseResult
from boardwright.notation.plurals import format_quantity
from boardwright.report.deploy_json import format_server_json
from boardwright.report.deploy_text import format_server_line
from boardwright.report.json_values import to_json_object
from boardwright.report.text_format import escape_unprintable
from boardwright.schema.document import Json

NOUNS: dict[ReleasedKind, str] = {"board": "board", "rule": "alert rule"}


def format_release_lines(result: ReleaseResult) -> Iterator[str]:
    """Yield a line about Grafana, a line for each released board and alert rule, and a line with
    the number of released boards and alert rules.
    """
    yield format_server_line("", result.connected)
    released = [each for each in result.items if each.error is None]
    for each in released:
        yield f' released  {NOUNS[each.kind]} "{escape_unprintable(each.title)}" ({each.uid})'
    kinds = [each.kind for each in released]
    counts = [format_quantity(kinds.count(kind), NOUNS[kind]) for kind in NOUNS if kind in kinds]
    yield f"{', '.join(counts) or '0 boards'} released"


def format_failed_releases(result: ReleaseResult) -> Iterator[str]:
    """Yield a line with the reason for each board and alert rule that could not be released."""
    for each in result.items:
        if each.error is not None:
            yield f"error: {each.uid}: {each.error}"


def format_release_json(result: ReleaseResult) -> Json:
    """Return JSON data that follows the schema `docs/reference/release.schema.json`."""
    return {
        "server": format_server_json(result.connected),
        "boards": [_format_item_json(each) for each in result.items if each.kind == "board"],
        "rules": [_format_item_json(each) for each in result.items if each.kind == "rule"],
        "warnings": list(result.warnings),
    }


def _format_item_json(item: ReleasedItem) -> Json:
    released = item.error is None
    return to_json_object(item, omit=("kind",), empty_as_null=("title",), released=released)
