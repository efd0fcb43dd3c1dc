"""A compiled board as grafanalib's `Dashboard`, proved to compile to the board again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, without
from boardwright.compiler.normal_form import drop_filled_in
from boardwright.compiler.passes.annotations import BUILT_IN
from boardwright.compiler.pipeline import compile_document
from boardwright.compiler.references import Resolver
from boardwright.errors import BoardwrightError
from boardwright.schema.document import Board
from boardwright.schema.json_equality import json_equal
from boardwright.schema.walking import iter_panels, iter_variables
from boardwright.source import variables
from boardwright.source.constants import constant
from boardwright.source.evaluating import Evaluator
from boardwright.source.links import link_node
from boardwright.source.panels import Manner, Panel, panel_node
from boardwright.source.placing import numbers, places
from boardwright.source.queries import Queries, with_json
from boardwright.source.saying import accepts
from boardwright.source.stored import Explicit
from boardwright.source.tree import Call, Entries, Items, Node, Value, node_of

WORDS = ("description", "timezone", "refresh", "graphTooltip", "editable", "gnetId")
"""What grafanalib's `Dashboard` says as it is stored."""

_OWN_WAY = ("annotations", "links", "panels", "schemaVersion", "tags", "templating", "time")


class Draft:
    """The declaration of one board, made plainer where it does not hold.

    Args:
        board: The stored board, and what it must compile to.
        context: The project's settings.
    """

    def __init__(self, board: Explicit, context: Context) -> None:
        self._compiled, self._document, self._context = board.compiled, board.document, context
        self._plain = drop_filled_in(board.compiled)
        self._queries = Queries(Resolver.of(board.compiled, context))
        self._panels = self._found()
        self._manners = [Manner.CLASS] * len(self._panels)
        self._nodes: dict[tuple[int, Manner], Node] = {}
        self._variables = [self._variable(each) for each in iter_variables(self._plain)]

    def node(self) -> Node | None:
        """Return the declaration, or None when none holds."""
        for _ in Manner:
            node = self._board()
            wrong = self._wrong(node)
            if wrong is not None and not any(wrong):
                return node
            self._make_plainer(wrong or [True] * len(self._panels))
        return None

    def _make_plainer(self, wrong: list[bool]) -> None:
        raised = zip(self._manners, wrong, strict=True)
        self._manners = [Manner(min(Manner.WHOLE, old + new)) for old, new in raised]

    def _found(self) -> list[Panel]:
        parts = zip(
            iter_panels(self._compiled),
            iter_panels(self._plain),
            places(self._compiled),
            numbers(self._compiled),
            strict=True,
        )
        return [Panel(body=b, plain=p, place=place, number=n) for b, p, place, n in parts]

    def _wrong(self, node: Node) -> list[bool] | None:
        """Return which panels are not as they should be; None when the board itself is not."""
        again = self._again(node)
        plain = without(self._plain, "panels")
        if again is None or not json_equal(without(again, "panels"), plain):
            return None
        found, wanted = list(iter_panels(again)), [panel.plain for panel in self._panels]
        if len(found) != len(wanted):
            return None
        return [
            not json_equal(without(one, "panels"), without(other, "panels"))
            for one, other in zip(found, wanted, strict=True)
        ]

    def _again(self, node: Node) -> Board | None:
        try:
            body = Evaluator().board(node)
            declared = replace(self._document, body=body, form="dict")
            return drop_filled_in(compile_document(declared, self._context).body)
        except (BoardwrightError, TypeError, ValueError, KeyError, AttributeError):
            return None  # grafanalib takes or makes something else than Grafana does

    def _board(self) -> Node:
        board = self._plain
        keywords: list[tuple[str, Node]] = [
            ("title", Value(board["title"])),
            ("uid", Value(board["uid"])),
        ]
        known = [key for key in WORDS if key in board and accepts("Dashboard", key, board[key])]
        keywords += [(key, constant(key, board[key])) for key in known]
        extra = without(board, "title", "uid", *known, *_OWN_WAY)
        if tags := self._tags():
            keywords.append(("tags", node_of(tags)))
        keywords += self._time(extra)
        keywords += self._held()
        keywords.append(("panels", Items(tuple(self._listed()))))
        return with_json(Call("Dashboard", keywords=tuple(keywords)), extra)

    def _tags(self) -> list[str]:
        """Return the board's own tags, without those that the project puts on every board."""
        own = [str(tag) for tag in self._document.body.get("tags") or ()]
        return [tag for tag in dict.fromkeys(own) if tag]

    def _time(self, extra: Json) -> Iterator[tuple[str, Node]]:
        time = self._compiled.get("time") if "time" in self._plain else None
        if isinstance(time, dict) and time.keys() == {"from", "to"}:
            yield "time", Call("Time", (node_of(time["from"]), node_of(time["to"])))
        elif time is not None:
            extra["time"] = time

    def _held(self) -> Iterator[tuple[str, Node]]:
        """Yield links, variables and annotations."""
        if links := self._plain.get("links"):
            yield "links", Items(tuple(link_node(link) for link in links))
        if self._variables:
            yield (
                "templating",
                Call("Templating", keywords=(("list", Items(tuple(self._variables))),)),
            )
        listed = self._plain["annotations"]["list"]
        listed = listed[1:] if listed and json_equal(listed[0], BUILT_IN) else listed
        if listed:
            yield "annotations", Call("Annotations", keywords=(("list", node_of(listed)),))

    def _listed(self) -> Iterator[Node]:
        turns = iter(range(len(self._panels)))
        for panel in self._compiled["panels"]:
            turn = next(turns)
            inner = tuple(self._panel(next(turns)) for _ in panel.get("panels") or ())
            yield self._panel(turn, inner)

    def _panel(self, turn: int, inner: tuple[Node, ...] = ()) -> Node:
        manner = self._manners[turn]
        if inner:
            return panel_node(self._panels[turn], manner, self._queries, inner)
        if (turn, manner) not in self._nodes:
            self._nodes[turn, manner] = panel_node(self._panels[turn], manner, self._queries, ())
        return self._nodes[turn, manner]

    def _variable(self, variable: Json) -> Node:
        """Return the first way to say a variable that compiles to it."""
        ways = list(variables.candidates(variable, self._queries))
        return next((way for way in ways if self._is_variable(way, variable)), ways[-1])

    def _is_variable(self, way: Node, wanted: Json) -> bool:
        held = [each for each in iter_variables(self._compiled) if each["type"] == "datasource"]
        others = Items(tuple(node_of(each) for each in held if each.get("name") != wanted["name"]))
        templating = Entries((("list", Items((*others.items, way))),))
        again = self._again(Entries((("title", Value("x")), ("templating", templating))))
        return again is not None and json_equal(again["templating"]["list"][-1], wanted)
