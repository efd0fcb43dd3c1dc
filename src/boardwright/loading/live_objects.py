"""Reads boards that a running program passes to boardwright as objects.

boardwright did not record the constructor calls of these objects. Therefore, this module assumes
that the program passed every argument whose value is not the default.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.declarations import detect_form
from boardwright.loading.grafanalib_objects import is_serialisable
from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.plain_data import BoardConverter
from boardwright.loading.resource_objects import read_resource
from boardwright.loading.sdk_objects import explain_unsupported
from boardwright.loading.user_files import UserFiles
from boardwright.schema.document import Document, Origin, Place
from boardwright.schema.envelopes import is_board_data, unwrap_board


class ValueOrigins(ObjectOrigins):
    """Guesses which arguments the program passed to grafanalib objects by comparing their values
    with defaults.

    Args:
        files: Object that determines which stack frames belong to the user's files, not to
            libraries.
        place: The source position of all objects of the board.
    """

    def __init__(self, files: UserFiles, place: Place) -> None:
        super().__init__(files)
        self._place = place

    def find_origin(self, value: object) -> Origin | None:
        """Return the source position of a grafanalib object, and the names of the arguments whose
        values are not the defaults. Return None for other objects.
        """
        if not is_serialisable(value):
            return None
        return Origin(place=self._place, explicit_arguments=self.find_differing_arguments(value))


def read_object(value: Any, place: Place) -> Document:
    """Return a board as a document, which contains the board's JSON data and source position.

    Args:
        value: A grafanalib dashboard, a dashboard or dashboard builder of the Foundation SDK, a
            Kubernetes resource that contains a dashboard, or a dict.
        place: The file and line that messages name.

    Raises:
        DeclarationError: The value is not a board, or contains something that JSON cannot express.
        NotABoardError: The value is a dict, but not a board.
    """
    resource = read_resource(value)
    form = detect_form(value, lenient=True)
    if form is None:
        raise _build_error(value, explain_unsupported(resource.spec if resource else value), place)
    inner = resource.spec if resource and form != "dict" else value
    inner = unwrap_board(inner, place) if form == "dict" else inner
    files = UserFiles(Path.cwd())
    body = BoardConverter(ValueOrigins(files, place), files).convert_board(inner, lambda: place)
    if form == "grafanalib" and not is_board_data(body):
        raise _build_error(value, "", place)
    document = Document(body=body, place=place, name="board", form=form)
    return document.with_default_uid(resource.uid if resource else "")


def _build_error(value: Any, reason: str | None, place: Place) -> DeclarationError:
    return DeclarationError(
        reason or f"is an object of the class {type(value).__name__}, not a board",
        where=place,
        hint="Pass a grafanalib Dashboard, a Foundation SDK dashboard, or a dict.",
    )
