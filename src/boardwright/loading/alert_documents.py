"""From declared groups of alert rules to documents, each rule with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.alert_objects import group_board, is_rule
from boardwright.loading.declarations import Declaration
from boardwright.loading.object_origins import Origins
from boardwright.loading.plain_data import Plain
from boardwright.schema.alerts import AlertDocument, DeclaredRule
from boardwright.schema.document import ORIGIN, Document, Origin, Place


def alert_document(
    declared: Declaration,
    *,
    plain: Plain,
    origins: Origins,
    file: str,
    find_folder: Callable[[], str | None],
) -> AlertDocument:
    """Return the document of a declared group.

    Args:
        declared: The group.
        plain: Converts it to plain data.
        origins: Knows where its rules were written.
        file: The module's name; a group made elsewhere has the place of its variable here.
        find_folder: Gives the folder of the module's boards.

    Raises:
        DeclarationError: It holds a value that is not a rule, or one that JSON cannot hold.
    """
    group, place = declared.value, _place(declared, origins, file)
    for number, rule in enumerate(group.rules):
        if not is_rule(rule):
            raise DeclarationError(
                f"`{declared.name}`: rules[{number}] is {type(rule).__name__}, not an alert rule",
                where=place,
                hint="A group holds AlertRulev9 or AlertRulev8.",
            )
    body = plain.board(group_board(group), lambda: place)
    fields = body.pop("alerts")
    marks = [origins.mark(rule) for rule in group.rules]
    places = [mark.place if mark else place for mark in marks]
    for panel, where in zip(body["panels"], places, strict=True):
        panel[ORIGIN] = Origin(place=where)
    return AlertDocument(
        name=body["title"],
        place=place,
        folder=_folder(group, fields, origins) or find_folder(),
        interval=fields["interval"],
        rules=tuple(
            DeclaredRule(data=data, place=where)
            for data, where in zip(fields["rules"], places, strict=True)
        ),
        queries=Document(body=body, place=place, name=declared.name, form="grafanalib"),
    )


def _place(declared: Declaration, origins: Origins, file: str) -> Place:
    mark = origins.mark(declared.value)
    return mark.place if mark and mark.place.file == file else declared.place


def _folder(group: Any, fields: Mapping[str, Any], origins: Origins) -> str | None:
    """Return the folder that the group's author gave; grafanalib's own is `alert`."""
    origin = origins.origin(group)
    asked = origin is None or origin.asked is None or "folder" in origin.asked
    return fields["folder"] if asked else None
