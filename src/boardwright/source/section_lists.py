"""Gives a name to the list of panels of each row and tab in a generated module, so that the panels
are not nested in the row or tab.

cpu_panels = [
    graph("Usage", query(...)),
    ...
]

panels = [RowPanel(title="CPU", collapsed=True, panels=cpu_panels)]
"""

from __future__ import annotations

from boardwright.source.identifiers import Identifiers
from boardwright.source.module_layout import ModuleFormatter
from boardwright.source.syntax_tree import Assign, ClassCall, Items, Name, Node, Value, rewrite_tree

LONG_LIST = 10
"""A list of panels gets a name only if it takes at least this number of lines."""


class SectionLists:
    """Replaces the lists of panels in the rows and tabs of a board by names.

    Args:
        names: The object that gives the new names.
        layout: The object that counts the lines of a list.

    Attributes:
        assignments: The assignments of names to lists, inner lists first.
    """

    def __init__(self, names: Identifiers, layout: ModuleFormatter) -> None:
        self._names, self._layout = names, layout
        self.assignments: list[Assign] = []

    def replace(self, dashboard: Node) -> Node:
        """Return a declaration in which names replace the lists of panels of rows and tabs."""
        return rewrite_tree(dashboard, self._replace_section)

    def _replace_section(self, node: Node, label: str) -> Node | None:
        match node:
            case ClassCall("RowPanel", (), keywords):
                title = dict(keywords).get("title")
                changed = [
                    (word, self._name_panels(each, title) if word == "panels" else each)
                    for word, each in keywords
                ]
                return ClassCall("RowPanel", keywords=tuple(changed))
            case ClassCall("tab" | "row" as function, (title, content), keywords):
                return ClassCall(function, (title, self._name_panels(content, title)), keywords)
            case _:
                return None

    def _name_panels(self, content: Node, title: Node | None) -> Node:
        """Return the content of a row or tab with a name in place of a long list of panels."""
        if isinstance(content, ClassCall) and content.function == "auto_grid":
            panels = tuple(self._name_panels(each, title) for each in content.arguments)
            return ClassCall("auto_grid", panels, content.keywords)
        inner = rewrite_tree(content, self._replace_section)
        if not isinstance(inner, Items) or self._layout.count_lines(inner) < LONG_LIST:
            return inner
        heading = [str(title.value)] if isinstance(title, Value) else []
        name = self._names.choose_name(" ".join([*heading, "panels"]), otherwise="row_panels")
        self.assignments.append(Assign(name, inner))
        return Name(name)
