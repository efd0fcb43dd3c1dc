"""The function `boardwright.compile`, which compiles one board without a project."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from boardwright.compiler.board_text import compile_board
from boardwright.compiler.context import PROMETHEUS, CompilerContext
from boardwright.errors import ConfigError, DeclarationError
from boardwright.found.json_files import read_json_board
from boardwright.loading.live_objects import read_object
from boardwright.promql.windows import settings
from boardwright.python_api.public_board import CompiledBoard
from boardwright.schema.board_schema import BoardSchema, require_schema
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.document import Document, Place


class DataSourceReference(TypedDict):
    """The plugin id (`type`) and the uid of a data source."""

    type: str
    uid: str


def compile(  # noqa: A001 - the public name is `boardwright.compile`
    board: Any,
    *,
    schema: BoardSchema = "v1",
    datasources: Mapping[str, DataSourceReference] | None = None,
    scrape_interval: str = "10s",
) -> CompiledBoard:
    """Compile one board for current Grafana versions.

    The function ignores boardwright.toml. It stores nothing between calls, so several threads may
    call it at the same time.

    Args:
        board: A grafanalib `Dashboard`, a dashboard or builder of the Grafana Foundation SDK, a
            dict, or the path of a dashboard JSON file (`str` or `Path`). The JSON may come from any
            Grafana version.
        schema: Dashboard schema of the result. Every Grafana version loads `v1`, Grafana 12.4 and
            13 load `v2beta1`, and only Grafana 13 loads `v2`.
        datasources: Names of data sources that the board uses, each with type and uid, such as
            `{"Metrics": {"type": "prometheus", "uid": "abc"}}`. The first data source is the
            default. If the mapping is empty, the default is a Prometheus data source with the uid
            `prometheus`.
        scrape_interval: The interval at which Prometheus scrapes its targets, such as `10s`.

    Returns:
        The compiled board.

    Raises:
        DeclarationError: `board` is not a board, or contains a value that JSON does not allow.
        DocumentError: The board or one of its panels cannot be compiled.
        ConfigError: A data source lacks a type or uid, or `schema` is unknown.
        PromqlError: `scrape_interval` is not a duration.
    """
    board = _parse_path(board) if isinstance(board, str) else board
    place = _find_caller_place(board)
    require_schema(schema)
    with settings(scrape_interval=scrape_interval):
        document = _read_board(board, place)
        compiled = compile_board(document, _build_context(datasources or {}, scrape_interval))
    return CompiledBoard(result=compiled, schema=schema)


def _parse_path(text: str) -> Path:
    """Return the path of a JSON file.

    Raises:
        DeclarationError: The text is JSON, not a path.
    """
    if text.lstrip().startswith("{"):
        raise DeclarationError(
            "the argument is JSON text, but a str must be the path of a JSON file",
            hint="Parse the text first: boardwright.compile(json.loads(text)).",
        )
    return Path(text)


def _read_reference(name: str, source: object) -> DataSourceRef:
    if isinstance(source, Mapping) and {"type", "uid"} <= source.keys():
        return DataSourceRef(type=str(source["type"]), uid=str(source["uid"]))
    raise ConfigError(
        f"the data source {name!r} is {source!r}, but must be a dict with the keys type and uid",
        hint='Write a dict such as {"type": "prometheus", "uid": "abc"}.',
    )


def _read_board(board: Any, place: Place) -> Document:
    if isinstance(board, Path):
        return read_json_board(board, place=place)
    return read_object(board, place)


def _find_caller_place(board: Any) -> Place:
    """Return the path of the JSON file, or the file and line that call `compile`."""
    if isinstance(board, Path):
        return Place(file=board.as_posix())
    frame = sys._getframe(2)
    return Place(file=Path(frame.f_code.co_filename).name, line=frame.f_lineno)


def _build_context(
    datasources: Mapping[str, DataSourceReference], scrape_interval: str
) -> CompilerContext:
    by_name = {name: _read_reference(name, source) for name, source in datasources.items()}
    by_uid = {reference.uid: reference for reference in by_name.values()}
    return CompilerContext(
        scrape_interval=scrape_interval,
        default_datasource=next(iter(by_name.values()), PROMETHEUS),
        datasources={**by_uid, **by_name},
    )
