"""Tests of the replacement of data source uids in boards and alert rules."""

from __future__ import annotations

from boardwright.schema.datasource_uids import rename_board_sources, rename_rule_sources

UIDS = {"live": "main"}


def test_references_of_every_form_are_renamed() -> None:
    board = {
        "uid": "live",
        "panels": [
            {
                "datasource": {"type": "prometheus", "uid": "live"},
                "targets": [{"datasource": "live", "expr": "live"}],
                "libraryPanel": {"uid": "live"},
            }
        ],
        "elements": {"panel-1": {"query": {"datasource": {"name": "live"}}}},
        "templating": {"list": [{"name": "x", "datasource": {"uid": "other"}}]},
    }
    assert rename_board_sources(board, UIDS) == {
        "uid": "live",
        "panels": [
            {
                "datasource": {"type": "prometheus", "uid": "main"},
                "targets": [{"datasource": "main", "expr": "live"}],
                "libraryPanel": {"uid": "live"},
            }
        ],
        "elements": {"panel-1": {"query": {"datasource": {"name": "main"}}}},
        "templating": {"list": [{"name": "x", "datasource": {"uid": "other"}}]},
    }


def test_the_queries_of_a_rule_are_sent_to_the_renamed_source() -> None:
    query = {"datasourceUid": "live", "model": {"datasource": {"uid": "live"}, "refId": "A"}}
    expression = {"datasourceUid": "__expr__", "model": {"type": "math", "refId": "B"}}
    rule = {"uid": "live", "data": [query, expression]}
    renamed = {"datasourceUid": "main", "model": {"datasource": {"uid": "main"}, "refId": "A"}}
    assert rename_rule_sources(rule, UIDS) == {"uid": "live", "data": [renamed, expression]}


def test_nothing_is_copied_without_a_uid_to_replace() -> None:
    board = {"panels": [{"datasource": "live"}]}
    assert rename_board_sources(board, {}) is board
    assert rename_rule_sources(board, {}) is board
