"""Resolve the inputs of a board that was exported with "Export for sharing externally".

The pass replaces a data source in `__inputs`, such as `${DS_X}`, by the project's data source of
the same plugin type. The pass replaces a constant, such as `${VAR_X}`, by its value, and each
reference to a library panel by the panel's JSON in `__elements`. Finally, the pass removes
`__inputs`, `__elements` and `__requires`. If an input has the same name as a data source variable
of the board, the pass keeps the variable and ignores the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, list_objects
from boardwright.compiler.passes.shape import check_panel
from boardwright.compiler.places import add_remark
from boardwright.schema.board_traversal import iter_variables, map_panels
from boardwright.schema.document import Board, Json, PanelJson

EXPORT_KEYS = ("__inputs", "__elements", "__requires")


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without `__inputs`, `__elements` and `__requires`."""
    inputs = list_objects(board.get("__inputs"))
    board = _embed_elements(board, _read_elements(board), context)
    board = drop_keys(board, *EXPORT_KEYS)
    variables = {_read_name(item) for item in iter_variables(board) if _is_datasource(item)}
    inputs = [item for item in inputs if _read_name(item) not in variables]
    return _resolve_inputs(board, inputs, context) if inputs else board


def describe_inputs(board: Board, context: CompilerContext) -> Iterator[str]:
    """Yield a line for each input and each library panel of an export, with its replacement."""
    for item in list_objects(board.get("__inputs")):
        name = f"{item.get('type')} ${{{_read_name(item)}}}"
        if _is_datasource(item):
            yield f"{name}, of {item.get('pluginId')}: {_find_reference(item, context)['uid']}"
        else:
            yield f"{name}: {item.get('value') or 'no value'}"
    yield from (
        f"library panel {uid}: replaced by the copy in the export" for uid in _read_elements(board)
    )


def _resolve_inputs(board: Board, inputs: list[Board], context: CompilerContext) -> Board:
    references = {_read_name(i): _find_reference(i, context) for i in inputs if _is_datasource(i)}
    texts = {name: str(ref["uid"]) for name, ref in references.items()}
    texts |= {_read_name(i): str(i["value"]) for i in inputs if i.get("value") and _is_constant(i)}
    board = _replace_inputs(board, references, _InputReplacer(texts))
    for item in inputs:
        if _is_datasource(item) and not _has_source(item, context):
            kind, label = item.get("pluginId"), item.get("label") or item.get("name")
            what = (
                f'the input "{label}" needs a data source of type {kind}, which the project lacks'
            )
            board = add_remark(board, what)
    return board


def _is_datasource(item: Json) -> bool:
    return item.get("type") == "datasource"


def _is_constant(item: Json) -> bool:
    return item.get("type") == "constant"


def _read_name(item: Json) -> str:
    return str(item.get("name"))


def _has_source(item: Json, context: CompilerContext) -> bool:
    return context.find_datasource(str(item.get("pluginId"))) is not None


def _find_reference(item: Json, context: CompilerContext) -> Json:
    plugin = str(item.get("pluginId") or context.default_datasource.type)
    known = context.find_datasource(plugin)
    label = str(item.get("label") or item.get("name"))
    return known.to_json() if known else {"type": plugin, "uid": label}


class _InputReplacer:
    """Replaces inputs such as `${DS_X}` in a text by their values."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        names = "|".join(re.escape(name) for name in texts)
        self._pattern = re.compile(r"\$\{(" + names + r")\}") if texts else None

    def __call__(self, text: str) -> str:
        if self._pattern is None or "${" not in text:
            return text
        return self._pattern.sub(lambda match: self._texts[match.group(1)], text)


def _replace_inputs(value: Any, references: Mapping[str, Json], texts: _InputReplacer) -> Any:
    if isinstance(value, str):
        return texts(value)
    if isinstance(value, list):
        return [_replace_inputs(item, references, texts) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: references[item[2:-1]]
        if key == "datasource" and isinstance(item, str) and item[2:-1] in references
        else _replace_inputs(item, references, texts)
        for key, item in value.items()
    }


def _read_elements(board: Board) -> dict[str, PanelJson]:
    elements = board.get("__elements") or {}
    items = list_objects(list(elements.values()) if isinstance(elements, dict) else elements)
    return {
        str(element.get("uid")): element["model"]
        for element in items
        if isinstance(element.get("model"), dict)
    }


def _embed_elements(
    board: Board, models: Mapping[str, PanelJson], context: CompilerContext
) -> Board:
    def embed_element(panel: PanelJson) -> PanelJson:
        model = models.get(str(get_value(panel, "libraryPanel", "uid")))
        if model is None:
            return panel
        return {**check_panel(model, context), **drop_keys(panel, "libraryPanel")}

    return map_panels(board, embed_element) if models else board
