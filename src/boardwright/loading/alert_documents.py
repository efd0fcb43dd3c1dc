"""Converts declared groups of Grafana alert rules to `AlertDocument` objects, which contain the
source position of each rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.alert_data import list_group_rules
from boardwright.loading.alert_objects import (
    build_board_from_group,
    is_group,
    is_rule,
    read_group_objects,
)
from boardwright.loading.declarations import Declaration
from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.plain_data import BoardConverter
from boardwright.schema.alerting.alert_group_json import find_group_folder, read_group_data
from boardwright.schema.alerting.alerts import AlertDocument
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import ORIGIN, Document, Origin, Place


def build_alert_document(
    declared: Declaration,
    *,
    plain: BoardConverter,
    origins: ObjectOrigins,
    file: str,
    find_folder: Callable[[], str | None],
) -> AlertDocument:
    """Return the document of a declared alert group.

    Args:
        declared: The alert group, with the name of the variable that contains the group.
        plain: Object that converts the objects of the group to plain JSON data.
        origins: Object that recorded where the rules were created.
        file: File name of the module that declares the group. If another module created the group,
            the group's source position is the line in `file` that assigns the group to a variable.
        find_folder: Function that returns the title of the Grafana folder for the module's boards.
            This folder is used if the group does not set a folder.

    Raises:
        DeclarationError: The group contains a value that is not a rule, or a value that JSON cannot
            express.
    """
    place = _find_group_place(declared, origins, file)
    places = _find_rule_places(declared.value, origins, place)
    if is_group(declared.value):
        _check_rules(declared, place)
        body = plain.convert_board(build_board_from_group(declared.value), lambda: place)
        alerts = body.pop("alerts")
        declared_folder = alerts["folder"] if _sets_folder(declared.value, origins) else None
        folder = declared_folder or find_folder()
        group = read_group_objects(alerts, body, places)
    else:
        data = plain.convert_board(declared.value, lambda: place)
        folder = find_group_folder(data, find_folder, place)
        group = read_group_data(data, places, place)
        body = plain.convert_board(group.queries, lambda: place)
    for panel, rule in zip(iter_panels(body), group.rules, strict=True):
        panel[ORIGIN] = Origin(place=rule.place)
    return AlertDocument(
        name=group.name,
        place=place,
        folder=folder,
        interval=group.interval,
        rules=group.rules,
        queries=Document(body=body, place=place, name=declared.name, form="grafanalib"),
    )


def _check_rules(declared: Declaration, place: Place) -> None:
    for number, rule in enumerate(declared.value.rules):
        if not is_rule(rule):
            raise DeclarationError(
                f"`{declared.name}`: rules[{number}] is {type(rule).__name__}, not an alert rule",
                where=place,
                hint="Put only AlertRulev9 or AlertRulev8 objects into the rules of a group.",
            )


def _find_rule_places(group: Any, origins: ObjectOrigins, place: Place) -> list[Place]:
    marks = [origins.find_mark(rule) for rule in list_group_rules(group)]
    return [mark.place if mark else place for mark in marks]


def _find_group_place(declared: Declaration, origins: ObjectOrigins, file: str) -> Place:
    mark = origins.find_mark(declared.value)
    return mark.place if mark and mark.place.file == file else declared.place


def _sets_folder(group: Any, origins: ObjectOrigins) -> bool:
    """Return whether the user set the folder of an `AlertGroup`. If the user sets no folder,
    grafanalib sets the folder `alert`.
    """
    origin = origins.find_origin(group)
    return (
        origin is None or origin.explicit_arguments is None or "folder" in origin.explicit_arguments
    )
