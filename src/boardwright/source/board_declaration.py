"""Writes a stored board as a call of grafanalib's `Dashboard`, and proves that this declaration
compiles to the same board.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, merge_objects
from boardwright.compiler.normal_form import drop_filled_values
from boardwright.compiler.passes.annotations import BUILT_IN
from boardwright.compiler.pipeline import compile_document
from boardwright.compiler.references import Resolver
from boardwright.errors import BoardwrightError
from boardwright.schema.board_traversal import iter_panels, iter_variables
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import (
    EXTENSION,
    STORED,
    drop_stored_mark,
    mark_stored,
    read_extension,
    read_stored_version,
)
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.source.class_arguments import accepts_value
from boardwright.source.evaluation import Evaluator
from boardwright.source.explicit_board import ExplicitBoard
from boardwright.source.layout_nodes import NotExpressibleError, build_layout, has_layout
from boardwright.source.named_constants import build_argument_value
from boardwright.source.panel_nodes import CompiledPanel, PanelForm, build_panel
from boardwright.source.query_nodes import QueryBuilder, with_extra_json
from boardwright.source.syntax_tree import ClassCall, Entries, Items, Node, Value, to_node
from boardwright.source.variable_nodes import build_link, iter_variable_forms
from boardwright.source.written_positions import find_written_ids, find_written_positions

_ARGUMENTS = ("description", "timezone", "refresh", "graphTooltip", "editable", "gnetId")
"""The arguments of grafanalib's `Dashboard` whose names are also keys of a board's JSON."""

_WRITTEN_APART = ("annotations", "links", "panels", "schemaVersion", "tags", "templating", "time")


class BoardDeclaration:
    """The declaration of one board. A panel, variable or link becomes a call of a grafanalib class
    if the call compiles to the stored JSON, and otherwise plain data (dicts and lists).

    Args:
        board: The stored board, with the board to which the declaration must compile.
        context: The project's settings.
    """

    def __init__(self, board: ExplicitBoard, context: CompilerContext) -> None:
        self._compiled, self._document, self._context = board.compiled, board.document, context
        self._version = read_stored_version(board.document.body)
        self._plain = self._drop_defaults(board.compiled)
        self._queries = QueryBuilder(Resolver.from_board(board.compiled, context))
        self._panels = self._collect_panels()
        self._forms = [PanelForm.CLASS] * len(self._panels)
        self._is_current = False
        self._uses_layout = has_layout(board.compiled)
        self._nodes: dict[tuple[int, PanelForm], Node] = {}
        self._turns = {id(each): turn for turn, each in enumerate(iter_panels(board.compiled))}
        self._variables = [self._build_variable(each) for each in iter_variables(self._plain)]

    def prove(self) -> ClassCall | None:
        """Return a declaration that is proved to compile to the board; None if no declaration
        compiles to the board.
        """
        node = self._prove_forms() if self._uses_layout else None
        if node is None:
            self._uses_layout, self._is_current = False, False
            self._nodes.clear()
            self._forms = [PanelForm.CLASS] * len(self._panels)
            node = self._prove_forms()
        return node

    def _prove_forms(self) -> ClassCall | None:
        """Return the declaration with each panel in the most readable form that compiles correctly.

        Return None if even the plainest forms compile to another board.
        """
        for _ in range(len(PanelForm) + 1):
            try:
                node = self._build_board()
            except NotExpressibleError:
                return None
            wrong = self._find_wrong_panels(node)
            if wrong is not None and not any(wrong):
                return node
            if wrong and not self._is_current and self._try_current_version(sum(wrong)):
                continue
            self._make_plainer(wrong or [True] * len(self._panels))
        return None

    def _try_current_version(self, count: int) -> bool:
        """Declare the board with the current schema version, but only if this makes fewer than
        `count` panels compile incorrectly. Return whether the current version is declared.

        By default, a board of grafanalib has schema version 12, so the compiler converts it like an
        old board.
        """
        self._is_current = True
        wrong = self._find_wrong_panels(self._build_board())
        self._is_current = wrong is not None and sum(wrong) < count
        return self._is_current

    def _make_plainer(self, wrong: list[bool]) -> None:
        raised = zip(self._forms, wrong, strict=True)
        self._forms = [PanelForm(min(PanelForm.WHOLE, old + new)) for old, new in raised]

    def _collect_panels(self) -> list[CompiledPanel]:
        parts = zip(
            iter_panels(self._compiled),
            iter_panels(self._plain),
            find_written_positions(self._compiled),
            find_written_ids(self._compiled),
            strict=True,
        )
        return [CompiledPanel(body=b, plain=p, position=at, number=n) for b, p, at, n in parts]

    def _find_wrong_panels(self, node: Node) -> list[bool] | None:
        """Return a list that states for each panel whether the panel compiles incorrectly. Return
        None if a part of the board outside the panels compiles incorrectly.
        """
        result = self._compile_node(node)
        if result is None:
            return None
        if not are_json_equal(drop_keys(result, "panels"), drop_keys(self._plain, "panels")):
            return None
        panels, expected_panels = list(iter_panels(result)), [panel.plain for panel in self._panels]
        if len(panels) != len(expected_panels):
            return None
        return [
            not are_json_equal(drop_keys(one, "panels"), drop_keys(other, "panels"))
            for one, other in zip(panels, expected_panels, strict=True)
        ]

    def _compile_node(self, node: Node) -> Board | None:
        try:
            body = Evaluator().evaluate_board(node)
            declared = replace(self._document, body=body, form="dict")
            return self._drop_defaults(compile_document(declared, self._context).body)
        except (BoardwrightError, TypeError, ValueError, KeyError, AttributeError):
            return None  # grafanalib rejects a value that Grafana accepts

    def _drop_defaults(self, compiled: Board) -> Board:
        """Return a compiled board without defaults. If the board was stored in v2, a panel keeps
        its plugin version only if this version differs from the version that most panels have.
        """
        if self._version is None:
            return drop_filled_values(compiled)
        return drop_stored_mark(drop_filled_values(mark_stored(compiled, self._version)))

    def _build_board(self) -> ClassCall:
        board = self._plain
        keywords: list[tuple[str, Node]] = [
            ("title", Value(board["title"])),
            ("uid", Value(board["uid"])),
        ]
        known = [
            key
            for key in _ARGUMENTS
            if key in board and accepts_value("Dashboard", key, board[key])
        ]
        keywords += [(key, build_argument_value(key, board[key])) for key in known]
        if self._is_current:
            keywords.append(("schemaVersion", Value(SCHEMA_VERSION)))
        extra = drop_keys(board, "title", "uid", *known, *_WRITTEN_APART)
        if tags := self._list_tags():
            keywords.append(("tags", to_node(tags)))
        keywords += self._iter_time_arguments(extra)
        keywords += self._iter_list_arguments()
        if self._uses_layout:
            keywords.append(("panels", build_layout(self._compiled, self._build_panel)))
            rest = drop_keys({**read_extension(board)}, "layout")
            extra = drop_keys(extra, EXTENSION) | ({EXTENSION: rest} if rest else {})
        else:
            keywords.append(("panels", Items(tuple(self._iter_panels()))))
        extra = merge_objects(extra, self._build_mark())
        return with_extra_json(ClassCall("Dashboard", keywords=tuple(keywords)), extra)

    def _build_mark(self) -> Json:
        """Return the JSON that marks the board as stored in v2; empty for any other board."""
        return {} if self._version is None else {EXTENSION: {STORED: self._version}}

    def _list_tags(self) -> list[str]:
        """Return the stored board's tags, without duplicates and empty tags."""
        own = [str(tag) for tag in self._document.body.get("tags") or ()]
        return [tag for tag in dict.fromkeys(own) if tag]

    def _iter_time_arguments(self, extra: Json) -> Iterator[tuple[str, Node]]:
        time = self._compiled.get("time") if "time" in self._plain else None
        if isinstance(time, dict) and time.keys() == {"from", "to"}:
            yield "time", ClassCall("Time", (to_node(time["from"]), to_node(time["to"])))
        elif time is not None:
            extra["time"] = time

    def _iter_list_arguments(self) -> Iterator[tuple[str, Node]]:
        """Yield the arguments of `Dashboard` for links, variables and annotations."""
        if links := self._plain.get("links"):
            yield "links", Items(tuple(map(build_link, links)))
        if self._variables:
            held = (("list", Items(tuple(self._variables))),)
            yield "templating", ClassCall("Templating", keywords=held)
        listed = self._plain["annotations"]["list"]
        if listed and are_json_equal(listed[0], BUILT_IN):
            listed = listed[1:]
        if listed:
            held = (("list", Items(tuple(map(to_node, listed)))),)
            yield "annotations", ClassCall("Annotations", keywords=held)

    def _iter_panels(self) -> Iterator[Node]:
        for panel in self._compiled["panels"]:
            inner = tuple(map(self._build_whole_panel, panel.get("panels") or ()))
            yield self._build_whole_panel(panel, inner)

    def _build_whole_panel(self, panel: PanelJson, inner: tuple[Node, ...] = ()) -> Node:
        turn = self._turns[id(panel)]
        return self._build_chosen_form(turn, self._panels[turn], inner)

    def _build_panel(
        self,
        panel: PanelJson,
        *,
        placed: bool = True,
        sized: bool = False,
        inner: tuple[Node, ...] = (),
    ) -> Node:
        """Return the call or data that declares a panel, without the parts that only schema v2 can
        express. Functions of `boardwright.library`, such as `tab`, add these parts.

        Args:
            panel: A panel of the compiled board.
            placed: Whether the panel's position is written; panels in an automatic grid have no
                position.
            sized: Whether the panel's size is written even if the compiler would compute the same
                size.
            inner: The panels inside the row, if the panel is a row.
        """
        turn = self._turns[id(panel)]
        old = self._panels[turn]
        left_out = (EXTENSION,) if placed else (EXTENSION, "gridPos")
        sides = tuple((side, Value(panel["gridPos"][side])) for side in "wh")
        size = Entries(sides) if sized else None
        bare = replace(
            old,
            body=drop_keys(old.body, *left_out),
            plain=drop_keys(old.plain, *left_out),
            position=(old.position or size) if placed else None,
        )
        return self._build_chosen_form(turn, bare, inner)

    def _build_chosen_form(self, turn: int, panel: CompiledPanel, inner: tuple[Node, ...]) -> Node:
        """Return the declaration of a panel in the form that is currently chosen for this panel."""
        form = self._forms[turn]
        if inner:
            return build_panel(panel, form, self._queries, inner)
        key = (turn, form)
        if key not in self._nodes:
            self._nodes[key] = build_panel(panel, form, self._queries, ())
        return self._nodes[key]

    def _build_variable(self, variable: Json) -> Node:
        """Return the most readable declaration that compiles to the variable."""
        forms = list(iter_variable_forms(variable, self._queries))
        return next((form for form in forms if self._matches_variable(form, variable)), forms[-1])

    def _matches_variable(self, form: Node, expected: Json) -> bool:
        held = [each for each in iter_variables(self._compiled) if each["type"] == "datasource"]
        others = [to_node(each) for each in held if each.get("name") != expected["name"]]
        variables = Items((*others, form))
        templating = ClassCall("Templating", keywords=(("list", variables),))
        board = ClassCall("Dashboard", keywords=(("title", Value("x")), ("templating", templating)))
        board = with_extra_json(board, self._build_mark())
        result = self._compile_node(board)
        return result is not None and are_json_equal(result["templating"]["list"][-1], expected)
