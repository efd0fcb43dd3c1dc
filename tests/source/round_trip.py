"""Converts a board to source and back: the source is written to a project, loaded and compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.loading.file_reader import LoadSettings
from boardwright.loading.load_files import load_files
from boardwright.schema.document import Board, Document, Place
from boardwright.source.board_module import SourceStyle, generate_board_module
from boardwright.source.verdict import Verdict, judge_import

CONTEXT = CompilerContext(tag="boardwright:imports")


def store_board(body: Board, **fields: Any) -> Document:
    """Return the document of a JSON file that contains the board."""
    place = Place(file="boards/stored.json")
    return Document(body=body, place=place, name="stored", form="json", **fields)


def source_of(body: Board, style: SourceStyle = "grafanalib", **options: Any) -> str:
    """Return the Python source that import writes for a board."""
    document = store_board(body)
    return generate_board_module(
        document, style=style, origin="stored.json", context=CONTEXT, **options
    )


def load_source(source: str, folder: Path) -> Document:
    """Return the document that a module's text declares. It must declare one board."""
    file = folder / "imported.py"
    file.write_text(source, encoding="utf-8")
    settings = LoadSettings(root=folder, dashboards=folder)
    (found,) = load_files([file], settings, explicit=[file], finish=lambda: lambda loaded: loaded)
    assert not found.errors, "\n".join(map(str, found.errors))
    (document,) = found.documents
    return document


def round_trip(body: Board, style: SourceStyle, folder: Path) -> Verdict:
    """Return the verdict of import on a board."""
    return judge_source(body, source_of(body, style), folder)


def both(body: Board, style: SourceStyle, folder: Path) -> tuple[Board, Board]:
    """Return the compiled stored board, and the compiled board of its source."""
    again = compile_document(load_source(source_of(body, style), folder), CONTEXT).body
    return compile_document(store_board(body), CONTEXT).body, again


def judge_source(body: Board, source: str, folder: Path) -> Verdict:
    """Return the verdict on whether a module's text declares a board."""
    again = compile_document(load_source(source, folder), CONTEXT).body
    compiled = compile_document(store_board(body), CONTEXT).body
    return judge_import(body, compiled, again, added_tags=(CONTEXT.tag,))
