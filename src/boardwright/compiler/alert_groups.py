"""Compiles declared alert groups to rule groups for Grafana's provisioning API.

The queries of alert rules go through the same passes as the queries of boards.
"""

from __future__ import annotations

from hashlib import sha256

from boardwright.compiler.alert_promql import check_promql
from boardwright.compiler.alert_steps import build_steps
from boardwright.compiler.alert_texts import (
    build_alert_rule_error,
    build_annotations,
    check_name,
    format_keep_firing,
    format_wait,
    parse_group_seconds,
    read_alert_labels,
    read_missing_evaluations,
    read_states,
)
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.notes import collect_notes
from boardwright.compiler.pipeline import compile_document
from boardwright.errors import DocumentError
from boardwright.notation.slugs import cut_slug
from boardwright.schema.alerting.alerts import AlertDocument, CompiledGroup, CompiledRule
from boardwright.schema.alerting.declared_rule import DeclaredRule
from boardwright.schema.board_addresses import UID, UID_LENGTH
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Json

_HASH = 8


def compile_group(document: AlertDocument, context: CompilerContext) -> CompiledGroup:
    """Compile a declared alert group.

    Raises:
        DocumentError: The group has no rules, or one of its settings is not valid in Grafana.
    """
    where = f'{document.place}, alert group "{document.name}"'
    check_name(document.name, "name of the alert group", where)
    if not document.rules:
        raise DocumentError(
            "the alert group has no rules", where=where, hint="Add rules, or remove the group."
        )
    for rule in document.rules:
        check_name(rule.title, "title of the alert rule", str(rule.place))
    compiled = compile_document(document.queries, context)
    queries = {panel["id"]: panel.get("targets", []) for panel in iter_panels(compiled.body)}
    panels = document.queries.body["panels"]
    for number, (rule, panel) in enumerate(zip(document.rules, panels, strict=True), start=1):
        check_promql(rule, panel, queries[number], context)
    return CompiledGroup(
        name=document.name,
        folder=document.folder,
        interval=parse_group_seconds(document.interval, place=document.place, name=document.name),
        rules=tuple(
            _compile_rule(rule, queries[number], context)
            for number, rule in enumerate(document.rules, start=1)
        ),
        place=document.place,
        notes=collect_notes(compiled),
        imported_from=document.imported_from,
    )


def _compile_rule(
    rule: DeclaredRule, targets: list[Json], context: CompilerContext
) -> CompiledRule:
    project = context.tag.partition(":")[2]
    uid = _choose_uid(rule, project)
    return CompiledRule(
        uid=uid,
        title=rule.title,
        place=rule.place,
        data={
            "uid": uid,
            "title": rule.title,
            "condition": rule.condition,
            "data": build_steps(rule, targets),
            **read_states(rule),
            "for": format_wait(rule),
            **format_keep_firing(rule),
            **read_missing_evaluations(rule),
            **rule.kept,
            "annotations": build_annotations(rule, project),
            "labels": read_alert_labels(rule),
        },
        alert=rule.alert,
    )


def _choose_uid(rule: DeclaredRule, project: str) -> str:
    """Return the declared uid of a rule, or a uid computed from the project and the title."""
    uid = rule.uid
    if uid:
        if not UID.fullmatch(uid):
            raise build_alert_rule_error(
                rule,
                f"the uid {uid!r} is not valid",
                f"Use only a-z, A-Z, 0-9, _ and -, with a length of at most {UID_LENGTH}, or "
                "omit the uid.",
            )
        return str(uid)
    # If the uid depended on the group or folder, a moved rule would exist twice in Grafana.
    name = f"{project}\0{rule.title}".encode("utf-8", "surrogatepass")
    slug = cut_slug(rule.title, UID_LENGTH - _HASH - 1)
    digest = sha256(name).hexdigest()[:_HASH]
    return f"{slug}-{digest}" if slug else digest
