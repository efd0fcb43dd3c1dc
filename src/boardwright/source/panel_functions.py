"""Writes Python functions that create those panels of a board that have settings in common.

    def graph(title: str, *queries: Any, **options: Any) -> TimeSeries:
        return TimeSeries(title=title, targets=[*queries], **{"fillOpacity": 10, **options})

The other settings of a panel are options of the call, so that one function serves panels that
differ in many ways. A special function, such as `network_graph`, calls a general function, such as
`graph`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boardwright.compiler.edit import split_words
from boardwright.frozen import frozen
from boardwright.source.class_arguments import CLASSES
from boardwright.source.identifiers import Identifiers, to_snake_case
from boardwright.source.import_names import UNITS
from boardwright.source.module_layout import ModuleFormatter
from boardwright.source.query_functions import OPTIONS, FactoredDeclaration, with_options
from boardwright.source.syntax_tree import (
    ClassCall,
    Function,
    Items,
    Keywords,
    Name,
    Node,
    Parameter,
    UnpackedName,
    Value,
    replace_nodes,
    walk_nodes,
)

FEWEST = 3
"""A function is written only if at least this number of panels use it."""

SHARES = (0.6, 0.8, 1.0)
"""For each of these fractions, the module tries a general function whose settings this fraction of
the panels has in common.
"""

SAVED = 4
"""A general function is written only if it saves at least this number of lines."""

SAVED_BY_SPECIAL = 12
"""A special function is written only if it saves at least this number of lines."""

FUNCTION_LINES = 10
"""The number of lines that a function takes in the module, without the lines of its settings."""

_FACTORED = frozenset(CLASSES.values()) - {"RowPanel", "Text", "News"}
_NOUNS = {"TimeSeries": "graph", "GaugePanel": "gauge", "PieChartv2": "pie", "BarGauge": "bars"}
_PLURALS = frozenset({"bars", "logs", "news"})
_NEVER_COMMON = frozenset({"title", "targets", "id"})
_FILLERS = frozenset(split_words("a an and by for from in of on per the to with"))


def factor_panels(
    dashboard: Node, names: Identifiers, layout: ModuleFormatter
) -> FactoredDeclaration:
    """Return a declaration whose panels are calls of functions, where this makes the module
    shorter.
    """
    panels = [node for node, _ in walk_nodes(dashboard) if isinstance(node, ClassCall)]
    calls: dict[Node, Node] = {}
    functions: list[Function] = []
    for cls in dict.fromkeys(panel.function for panel in panels if panel.function in _FACTORED):
        group = _PanelGroup(cls, names, layout)
        calls.update(group.factor(dict.fromkeys(p for p in panels if p.function == cls)))
        functions += group.functions
    return FactoredDeclaration(
        dashboard=replace_nodes(dashboard, calls), functions=tuple(functions)
    )


@frozen(kw_only=False)
class _GeneralFunction:
    """The settings of a general function.

    Attributes:
        settings: The settings that the function sets. The first settings are those of all panels in
            `users`. The other settings are the values that most panels have. Calls for panels with
            another value override them.
        users: The panels that the function can create.
        saved: The number of lines that the function saves.
    """

    settings: Keywords
    users: tuple[ClassCall, ...]
    saved: int


class _PanelGroup:
    """Finds functions that create the panels of one grafanalib class.

    Attributes:
        functions: The functions found so far, general functions first.
    """

    def __init__(self, cls: str, names: Identifiers, layout: ModuleFormatter) -> None:
        self._class, self._names, self._layout = cls, names, layout
        self._noun = _NOUNS.get(cls) or to_snake_case(cls)
        self.functions: list[Function] = []

    def factor(self, panels: Iterable[ClassCall]) -> Mapping[Any, ClassCall]:
        """Return the function calls that replace panels, by the replaced panel. Panels that no
        function creates are not included.
        """
        group = {panel: panel for panel in panels}
        general = max(
            (self._find_general(group, share) for share in SHARES), key=lambda each: each.saved
        )
        if len(general.users) < FEWEST or general.saved < SAVED:
            return {}
        name = self._names.choose_name(self._noun, otherwise="panel")
        self.functions.append(self._build_function(name, self._class, general.settings))
        found = {
            panel: _build_general_call(name, panel, general.settings) for panel in general.users
        }
        return found | self._find_special_calls(found)

    def _find_general(self, group: dict[ClassCall, ClassCall], share: float) -> _GeneralFunction:
        """Return the settings of a general function.

        Args:
            group: The panels to examine. The function need not be able to create all of them.
            share: The fraction of the panels that must have all common settings.
        """
        common = self._find_best_common(list(group.values()), share=share, head=2)
        users = _select_users(group, common)
        usual, saved = self._find_usual([_drop_common(panel.keywords, common) for panel in users])
        saved += self._count_saved(common, len(users), head=2)
        return _GeneralFunction((*common, *usual), tuple(users), saved)

    def _find_usual(self, panels: Sequence[Keywords]) -> tuple[Keywords, int]:
        """Return the settings that most panels have, and the number of lines that a function with
        these settings saves.

        A setting is returned only if all panels have some value for it, because a call cannot
        remove a setting that the function sets.
        """
        usual: Keywords = ()
        saved = 0
        for word, _ in panels[0] if panels else ():
            values = [dict(keywords).get(word) for keywords in panels]
            value, count = Counter(values).most_common(1)[0]
            if word in _NEVER_COMMON or value is None or None in values:
                continue
            if 2 * count > len(panels):
                usual = (*usual, (word, value))
                saved += (count - 1) * self._layout.count_lines(value, word)
        return (usual, saved) if saved >= SAVED else ((), 0)

    def _find_special_calls(self, group: dict[ClassCall, ClassCall]) -> dict[ClassCall, ClassCall]:
        """Return calls of special functions for panels that have further settings in common, by the
        replaced panel. `group` contains the call of the general function for each panel.
        """
        replacements: dict[ClassCall, ClassCall] = {}
        rest = dict(group)
        while len(rest) >= FEWEST:
            common = self._find_best_common(list(rest.values()), share=0, head=0)
            users = _select_users(rest, common)
            if len(common) < 2 or self._count_saved(common, len(users), head=0) < SAVED_BY_SPECIAL:
                break
            text = self._choose_special_name(list(users), common)
            if text:
                old = next(iter(users.values())).function
                name = self._names.choose_name(text, otherwise=self._noun)
                self.functions.append(self._build_function(name, old, common))
                special_calls = {
                    p: _build_special_call(name, call, common) for p, call in users.items()
                }
                replacements |= special_calls | self._find_special_calls(special_calls)
            rest = {panel: call for panel, call in rest.items() if panel not in users}
        return replacements

    def _choose_special_name(self, panels: Sequence[ClassCall], common: Keywords) -> str:
        """Return words for the name of a special function, such as words that all titles contain.
        Return an empty text if no such words are found.
        """
        titles = [_split_title(panel) for panel in panels]
        shared = [word for word in titles[0] if all(word in title for title in titles)]
        unit = next((v for k, v in common if k in {"unit", "format"}), None)
        unit_word = unit.name.removeprefix(f"{UNITS}.").lower() if isinstance(unit, Name) else ""
        stacked = "stacked" if any(key == "stacking" for key, _ in common) else ""
        for text in (" ".join(shared[:2]), unit_word, stacked):
            if text and self._names.is_free(f"{text} {self._noun}"):
                return f"{text} {self._noun}"
        return ""

    def _build_function(self, name: str, old: str, settings: Keywords) -> Function:
        """Return a function that passes some settings to a class or to a general function.

        Args:
            name: The name of the function.
            old: The class or the general function.
            settings: The settings that the function sets unless its options contain them.
        """
        parameters = (Parameter("title", "str"), Parameter("queries", "Any", star="*"), OPTIONS)
        queries = UnpackedName(Name("queries"))
        rest = (with_options(settings),)
        if old == self._class:
            given: Keywords = (("title", Name("title")), ("targets", Items((queries,))))
            body = ClassCall(old, keywords=(*given, *rest))
        else:
            body = ClassCall(old, (Name("title"), queries), rest)
        text = name.replace("_", " ")
        article = "" if text in _PLURALS else "an " if text[0] in "aeiou" else "a "
        docstring = f"Return {article}{text} in this board's style."
        return Function(name, parameters, self._class, docstring, body)

    def _find_best_common(self, calls: Sequence[ClassCall], *, share: float, head: int) -> Keywords:
        """Return the common settings that save the most lines if a function sets them.

        Args:
            calls: The calls that create the panels before the function is introduced.
            share: The fraction of the panels that must have all returned settings.
            head: The number of lines that each call of the function saves in addition to the lines
                of the settings.
        """
        best: Keywords = ()
        users = [call.keywords for call in calls]
        while True:
            counts = Counter(
                each
                for keywords in users
                for each in keywords
                if each[0] not in _NEVER_COMMON and each not in best
            )
            gains = {
                each: self._count_saved((*best, each), count, head=head)
                for each, count in counts.items()
                if count >= share * len(calls)
            }
            found = max(gains, key=lambda each: gains[each], default=None)
            if found is None or gains[found] <= self._count_saved(best, len(users), head=head):
                break
            best = (*best, found)
            users = [keywords for keywords in users if found in keywords]
        order = [word for word, _ in users[0]] if users else []
        return tuple(sorted(best, key=lambda each: order.index(each[0])))

    def _count_saved(self, common: Keywords, users: int, *, head: int) -> int:
        lines = sum(self._layout.count_lines(value, word) for word, value in common)
        return users * (lines + head) - lines - FUNCTION_LINES


def _select_users(
    group: dict[ClassCall, ClassCall], common: Keywords
) -> dict[ClassCall, ClassCall]:
    return {p: call for p, call in group.items() if set(common) <= set(call.keywords)}


def _build_general_call(name: str, panel: ClassCall, shared: Keywords) -> ClassCall:
    keywords = dict(panel.keywords)
    title, targets = keywords.pop("title"), keywords.pop("targets", Items(()))
    queries = targets.items if isinstance(targets, Items) else ()
    return ClassCall(name, (title, *queries), _drop_common(tuple(keywords.items()), shared))


def _build_special_call(name: str, call: ClassCall, common: Keywords) -> ClassCall:
    return ClassCall(name, call.arguments, _drop_common(call.keywords, common))


def _drop_common(keywords: Keywords, common: Keywords) -> Keywords:
    return tuple(each for each in keywords if each not in common)


def _split_title(panel: ClassCall) -> list[str]:
    title = dict(panel.keywords).get("title")
    text = str(title.value) if isinstance(title, Value) else ""
    return [word for word in to_snake_case(text).split("_") if word and word not in _FILLERS]
