"""Steps that depend on the schema version; the values are a real Grafana 12.4.3's (recordings)."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.schema_steps import read_schema_version, run
from boardwright.schema.document import Form

from .helpers import CONTEXT, board, document

MERGE = {"id": "merge", "options": {}}
LABELS = {"id": "labelsToFields", "options": {}}
TIME_AXIS = {
    "matcher": {"id": "byType", "options": "time"},
    "properties": [{"id": "custom.axisPlacement", "value": "auto"}],
}


def upgrade(panel: dict[str, Any], version: int) -> dict[str, Any]:
    (after,) = run(board(panel, schemaVersion=version), CONTEXT)["panels"]
    return after


def test_pulldowns_and_nav_are_converted() -> None:
    annotations = [{"name": "deploys", "expr": "deploy_total"}]
    before = board(
        schemaVersion=5,
        pulldowns=[{"type": "annotations", "annotations": annotations}, {"type": "templating"}],
        nav=[{"type": "timepicker", "refresh_intervals": ["30s"], "now": True}],
    )
    after = run(before, CONTEXT)
    assert after["annotations"]["list"] == annotations
    assert after["timepicker"] == {"refresh_intervals": ["30s"]}
    assert after.keys().isdisjoint({"nav", "pulldowns"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"hideVariable": True, "hideLabel": True}, {"hide": 2}),
        ({"hideVariable": False, "hideLabel": True}, {"hide": 1}),
        ({"hideVariable": False, "hideLabel": False, "hide": 2}, {"hide": 2}),
        ({"type": "filter"}, {"type": "query"}),
    ],
)
def test_old_variable_settings_are_converted(before: dict[str, Any], after: dict[str, Any]) -> None:
    result = run(board(templating={"list": [before]}, schemaVersion=11), CONTEXT)
    assert result["templating"]["list"] == [after]


@pytest.mark.parametrize(
    ("version", "thresholds", "after"),
    [
        (9, ["0", "50", "80"], ["50", "80"]),
        (9, ["50", "80"], ["50", "80"]),
        (10, ["0", "50", "80"], ["0", "50", "80"]),
    ],
)
def test_thresholds_of_styles_are_shortened_before_version_10(
    version: int, thresholds: list[str], after: list[str]
) -> None:
    panel = {"type": "table", "styles": [{"pattern": "x", "thresholds": thresholds}]}
    assert upgrade(panel, version)["styles"][0]["thresholds"] == after


@pytest.mark.parametrize(
    ("version", "before", "after"),
    [
        (30, [LABELS], [LABELS, MERGE]),
        (30, [LABELS, MERGE], [LABELS, MERGE]),
        (30, [MERGE, LABELS], [MERGE, LABELS, MERGE]),
        (30, [MERGE], [MERGE]),
        (31, [LABELS], [LABELS]),
    ],
)
def test_a_transformation_labels_to_fields_gets_a_merge_before_version_31(
    version: int, before: list[Any], after: list[Any]
) -> None:
    panel = {"type": "table", "transformations": before}
    assert upgrade(panel, version)["transformations"] == after


@pytest.mark.parametrize(
    ("version", "kind", "placement", "overrides"),
    [
        (34, "timeseries", "hidden", [TIME_AXIS]),
        (34, "timeseries", "left", []),
        (34, "barchart", "hidden", []),
        (35, "timeseries", "hidden", []),
    ],
)
def test_a_hidden_axis_hides_the_time_axis_before_version_35(
    version: int, kind: str, placement: str, overrides: list[Any]
) -> None:
    config = {"defaults": {"custom": {"axisPlacement": placement}}, "overrides": []}
    after = upgrade({"type": kind, "fieldConfig": config}, version)
    assert after["fieldConfig"]["overrides"] == overrides


@pytest.mark.parametrize(
    ("version", "form", "expected"),
    [(12, "json", 12), (None, "json", 0), (None, "dict", 41), (None, "sdk", 41), ("12", "json", 0)],
)
def test_a_missing_version_depends_on_the_form_of_the_board(
    version: Any, form: Form, expected: int
) -> None:
    body = {"title": "B"} if version is None else {"title": "B", "schemaVersion": version}
    assert read_schema_version(body, CompilerContext(document=document(body, form))) == expected


@pytest.mark.parametrize(
    ("version", "hide", "kind"),
    [(26, 0, "textbox"), (26, 1, "textbox"), (26, 2, "constant"), (27, 0, "constant")],
)
def test_shown_constants_become_text_boxes_before_version_27(
    version: int, hide: int, kind: str
) -> None:
    variable = {"name": "v", "type": "constant", "hide": hide, "query": "x"}
    after = run(board(schemaVersion=version, templating={"list": [variable]}), CONTEXT)
    choice = {"current": {"text": "x", "value": "x"}} if kind == "textbox" else {}
    assert after["templating"]["list"] == [{**variable, "type": kind, **choice}]
