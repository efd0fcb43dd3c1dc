"""Converts the groups of Grafana alert rules that a module declares to plain data (documents), with
the source position of each rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.alert_data import (
    build_board_from_data,
    find_group_folder,
    list_group_rules,
)
from boardwright.loading.alert_objects import build_board_from_group, is_group, is_rule
from boardwright.loading.declarations import Declaration
from boardwright.loading.object_origins import Origins
from boardwright.loading.plain_data import Plain
from boardwright.schema.alerts import AlertDocument, DeclaredRule
from boardwright.schema.document import ORIGIN, Document, Origin, Place


def build_alert_document(
    declared: Declaration,
    *,
    plain: Plain,
    origins: Origins,
    file: str,
    find_folder: Callable[[], str | None],
) -> AlertDocument:
    """Return the document of a declared alert group.

    Args:
        declared: The declared alert group, with its variable.
        plain: Object that converts the objects of the group to plain JSON data.
        origins: The source positions of the rules.
        file: File name of the module that declares the group. If the group was created in another
            module, its source position is the line in `file` that assigns the group to a variable.
        find_folder: Function that returns the title of the Grafana folder for the module's boards.

    Raises:
        DeclarationError: The group contains a value that is not a rule, or that JSON cannot
            express.
    """
    place = _find_group_place(declared, origins, file)
    if is_group(declared.value):
        body, places = _convert_object_group(declared, plain, origins, place)
        folder = _read_chosen_folder(declared.value, body["alerts"], origins) or find_folder()
    else:
        data = plain.convert_board(declared.value, lambda: place)
        places = _find_rule_places(declared.value, origins, place)
        folder = find_group_folder(data, find_folder, place)
        body = plain.convert_board(build_board_from_data(data, place), lambda: place)
    fields = body.pop("alerts")
    for panel, where in zip(body["panels"], places, strict=True):
        panel[ORIGIN] = Origin(place=where)
    return AlertDocument(
        name=body["title"],
        place=place,
        folder=folder,
        interval=fields["interval"],
        rules=tuple(
            DeclaredRule(data=data, place=where)
            for data, where in zip(fields["rules"], places, strict=True)
        ),
        queries=Document(body=body, place=place, name=declared.name, form="grafanalib"),
    )


def _convert_object_group(
    declared: Declaration, plain: Plain, origins: Origins, place: Place
) -> tuple[dict[str, Any], list[Place]]:
    """Return an `AlertGroup` in the shape of a board with one panel for each rule, and the source
    position of each rule.
    """
    group = declared.value
    for number, rule in enumerate(group.rules):
        if not is_rule(rule):
            raise DeclarationError(
                f"`{declared.name}`: rules[{number}] is {type(rule).__name__}, not an alert rule",
                where=place,
                hint="Put only AlertRulev9 or AlertRulev8 objects into the rules of a group.",
            )
    body = plain.convert_board(build_board_from_group(group), lambda: place)
    return body, _find_rule_places(group, origins, place)


def _find_rule_places(group: Any, origins: Origins, place: Place) -> list[Place]:
    marks = [origins.find_mark(rule) for rule in list_group_rules(group)]
    return [mark.place if mark else place for mark in marks]


def _find_group_place(declared: Declaration, origins: Origins, file: str) -> Place:
    mark = origins.find_mark(declared.value)
    return mark.place if mark and mark.place.file == file else declared.place


def _read_chosen_folder(group: Any, fields: Mapping[str, Any], origins: Origins) -> str | None:
    """Return the Grafana folder that the author set for a group; None if the folder is only
    grafanalib's default `alert`.
    """
    origin = origins.find_origin(group)
    asked = origin is None or origin.asked is None or "folder" in origin.asked
    return fields["folder"] if asked else None
