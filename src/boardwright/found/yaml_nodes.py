"""Parses YAML files, and finds the lines of values in YAML files."""

from __future__ import annotations

from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.schema.place import Place


class _TextLoader(yaml.SafeLoader):
    """Reads every YAML scalar as text."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag == "tag:yaml.org,2002:merge"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@frozen(eq=False)
class YamlFile:
    """A parsed YAML file.

    Attributes:
        text: The text of the file.
        node: The root node of the YAML syntax tree, whose nodes have line numbers; None for an
            empty file.
        data: The content, with YAML numbers and booleans as Python numbers and booleans.
    """

    text: str
    node: Any
    data: Any

    @lazy_property
    def texts(self) -> Any:
        """The content with every scalar as text, because Prometheus reads values of labels as text.
        For example, the value of `severity: 1` is `"1"`.
        """
        return yaml.load(self.text, Loader=_TextLoader)  # noqa: S506 - safe


def parse_yaml(content: bytes, place: Place) -> YamlFile:
    """Parse the content of a YAML file.

    Raises:
        DeclarationError: The content is not YAML.
    """
    try:
        text = content.decode()
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return YamlFile(text=text, node=node, data=yaml.safe_load(text))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclarationError(f"the file is not YAML: {error}", where=place) from None


def find_child_node(node: Any, key: str) -> Any:
    """Return the value node of a key in a YAML mapping; None if the key is missing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def list_item_nodes(node: Any, key: str) -> list[Any]:
    """Return the nodes of the items in the list under a key; empty if the key has no list."""
    found = find_child_node(node, key)
    return found.value if isinstance(found, yaml.SequenceNode) else []


def find_node_place(node: Any, place: Place) -> Place:
    """Return the file and line of a YAML node."""
    return Place(file=place.file, line=node.start_mark.line + 1)
