"""Formats the result of `boardwright suggest-rules`, suggested recording rules, as JSON."""

from __future__ import annotations

from boardwright.commands.suggesting.query_edits import QueryChange
from boardwright.commands.suggesting.suggest_rules import SuggestedRules
from boardwright.report.json_values import to_json_object
from boardwright.schema.document import Json


def format_suggestions_json(result: SuggestedRules) -> Json:
    """Return the result as JSON data, as `docs/reference/suggest-rules.schema.json` describes
    it."""
    return to_json_object(
        result,
        changes=[_format_change_json(each) for each in result.changes],
        files=[file.name for file in result.files],
        skipped=[note.place.file for note in result.skipped],
    )


def _format_change_json(change: QueryChange) -> Json:
    site = change.site
    return {
        "kind": site.kind,
        "name": site.name,
        "board": site.board or None,
        "where": str(site.place),
        "before": site.text,
        "after": change.text,
        "rules": list(change.rules),
        "inFile": change.in_file,
    }
