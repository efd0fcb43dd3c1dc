"""Converts the elements of a v2 board to classic panels, when the layout refers to them."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.schema.document import Json, PanelJson
from boardwright.schema.extension import extend_item, read_element_name
from boardwright.schema.v2.v2_elements import is_panel, read_panel
from boardwright.schema.v2.v2_node import V2Node


class ElementPanels:
    """The elements of a v2 board as classic panels. `used` counts how often the layout shows each
    element.
    """

    def __init__(self, elements: V2Node) -> None:
        self._elements = elements
        self._shown: dict[str, PanelJson] = {}
        self.used: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the elements that v1 can store as a panel."""
        return (name for name, element in self._elements.read_all().items() if is_panel(element))

    def shows(self, item: V2Node) -> bool:
        """Return whether a grid item refers to an element that v1 can store as a panel."""
        return is_panel(self._elements.raw.get(read_referenced_name(item)))

    def read_item_panel(self, item: V2Node) -> PanelJson | None:
        """Return the classic panel of a grid item; None if v1 cannot store the element as a
        panel.
        """
        return self.read_element_panel(read_referenced_name(item))

    def read_element_panel(self, name: str) -> PanelJson | None:
        """Return the classic panel of an element; None if v1 cannot store the element as a panel.

        If the method has already returned a panel for the element, it returns a copy without an id.
        """
        if not is_panel(self._elements.raw.get(name)):
            return None
        self.used[name] = self.used.get(name, 0) + 1
        if name in self._shown:
            copy = {key: value for key, value in self._shown[name].items() if key != "id"}
            return extend_item(copy, element=name)
        panel = read_panel(self._elements.get_node(name))
        self._shown[name] = (
            panel if read_element_name(panel) == name else extend_item(panel, element=name)
        )
        return self._shown[name]

    @property
    def unused(self) -> Json:
        """The v2 elements for which no panel was made: name -> element."""
        every = self._elements.read_all()
        return {name: element for name, element in every.items() if name not in self.used}


def read_referenced_name(item: V2Node) -> str:
    """Return the name of the element to which a grid item refers; empty if the item refers to no
    element.
    """
    return item.get_node("spec").get_node("element").get("name", str) or ""
