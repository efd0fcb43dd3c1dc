"""Boards that a running program holds, outside a declaring file.

Nobody noted which arguments their author gave: an argument counts as given when its value is not
the default of its class.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.declarations import form_of, is_board_data
from boardwright.loading.grafanalib_objects import is_serialisable
from boardwright.loading.object_origins import Origins
from boardwright.loading.plain_data import Plain
from boardwright.loading.resource_objects import read_resource
from boardwright.loading.sdk_objects import unsupported_reason
from boardwright.loading.user_files import UserFiles
from boardwright.schema.document import Document, Origin, Place
from boardwright.schema.envelopes import unwrap


class ValueOrigins(Origins):
    """Derives the arguments of grafanalib's objects from their values.

    Args:
        files: Knows the user's frames from libraries'.
        place: The place of every object.
    """

    def __init__(self, files: UserFiles, place: Place) -> None:
        super().__init__(files)
        self._everywhere = place

    def origin(self, value: object) -> Origin | None:
        """Return the place, and the arguments whose values are not the defaults."""
        if not is_serialisable(value):
            return None
        return Origin(place=self._everywhere, asked=self.differing_arguments(value))


def read_object(value: Any, place: Place) -> Document:
    """Return a declared board as a document.

    Args:
        value: A grafanalib dashboard, a dashboard or builder of the Foundation SDK, a resource
            around one, or a dict.
        place: Where it is declared, for messages.

    Raises:
        DeclarationError: It is not a board, or holds something that JSON cannot hold.
        NotABoardError: It is a dict that is not a board.
    """
    resource = read_resource(value)
    form = form_of(value, lenient=True)
    if form is None:
        raise _refuse(value, unsupported_reason(resource.spec if resource else value), place)
    uid = resource.uid if resource else ""
    inner = resource.spec if resource and form != "dict" else value
    inner = unwrap(inner, place) if form == "dict" else inner
    files = UserFiles(Path.cwd())
    body = Plain(ValueOrigins(files, place), files).board(inner, lambda: place)
    if form == "grafanalib" and not is_board_data(body):
        raise _refuse(value, "", place)
    if uid and not body.get("uid"):
        body["uid"] = uid
    return Document(body=body, place=place, name="board", form=form)


def _refuse(value: Any, reason: str | None, place: Place) -> DeclarationError:
    return DeclarationError(
        reason or f"is not a board, but an object of the class {type(value).__name__}",
        where=place,
        hint="Pass a grafanalib Dashboard, a Foundation SDK dashboard, or a dict.",
    )
