"""Reads a YAML file and remembers the line of each value for error messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.schema.document import Place


class SpecNode:
    """A value in a YAML file.

    Args:
        node: The value as a PyYAML node.
        data: The value as Python data.
        file: Path of the YAML file, for error messages.
        path: The path to the value in the YAML document, for error messages: `slos[0].sli`.
    """

    def __init__(self, node: yaml.Node, data: Any, file: str, path: str = "") -> None:
        if isinstance(node, yaml.MappingNode):
            yaml.constructor.SafeConstructor().flatten_mapping(node)  # merge `<<: *defaults`
        self._node, self.data, self._file, self.path = node, data, file, path

    @property
    def place(self) -> Place:
        """The file and line of the value."""
        return Place(file=self._file, line=self._node.start_mark.line + 1)

    def build_error(self, what: str, hint: str | None = None) -> DeclarationError:
        """Return an error with the path, the file and the line of the value.

        Args:
            what: The fault as a predicate, such as "has no key name, which is required". The
                subject of the message is the path of the value or, for the whole document, `the
                document`.
            hint: The next step for the author.
        """
        message = f"{self.path or 'the document'} {what}"
        return DeclarationError(message, where=self.place, hint=hint)

    def _build_type_error(self, expected: str) -> DeclarationError:
        return self.build_error(f"is {_name_type(self.data)}, but must be {expected}")

    def find(self, key: str) -> SpecNode | None:
        """Return the value of a key in this mapping; None if the key is missing or null.

        Raises:
            DeclarationError: This value is not a mapping.
        """
        if not isinstance(self._node, yaml.MappingNode) or not isinstance(self.data, dict):
            raise self._build_type_error("a mapping (key: value)")
        # The mapping's own keys are behind the keys that YAML's `<<` has added.
        for name, value in reversed(self._node.value):
            if name.value == key and self.data.get(key) is not None:
                path = f"{self.path}.{key}" if self.path else key
                return SpecNode(value, self.data[key], self._file, path)
        return None

    def require_child(self, key: str) -> SpecNode:
        """Return the value of a key that must exist.

        Raises:
            DeclarationError: The key is missing.
        """
        child = self.find(key)
        if child is None:
            raise self.build_error(f"has no key {key}, which is required")
        return child

    def get_items(self) -> Iterator[SpecNode]:
        """Yield the items of the list.

        Raises:
            DeclarationError: The value is not a list.
        """
        if not isinstance(self._node, yaml.SequenceNode):
            raise self._build_type_error("a list")
        for index, (node, data) in enumerate(zip(self._node.value, self.data, strict=True)):
            yield SpecNode(node, data, self._file, f"{self.path}[{index}]")

    def get_text(self) -> str:
        """Return the value as text.

        Raises:
            DeclarationError: The value is not text, or is empty.
        """
        if not isinstance(self.data, str) or not self.data.strip():
            raise self._build_type_error("text")
        return self.data

    def get_texts(self) -> dict[str, str]:
        """Return a mapping of keys to texts.

        Raises:
            DeclarationError: The value is not a mapping of texts.
        """
        if not isinstance(self.data, dict):
            raise self._build_type_error("a mapping (key: text)")
        return {key: self.require_child(key).get_text() for key in map(str, self.data)}

    def number(self) -> float:
        """Return the value as a number.

        Raises:
            DeclarationError: The value is not a number.
        """
        if isinstance(self.data, bool) or not isinstance(self.data, int | float):
            raise self._build_type_error("a number")
        return self.data


def _name_type(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else repr(value)


def read_spec_nodes(content: bytes, *, file: str) -> list[SpecNode]:
    """Return the documents in a YAML file, without empty documents.

    Raises:
        DeclarationError: The content is not YAML.
    """
    try:
        text = content.decode()
        nodes = [
            node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None
        ]
        documents = [data for data in yaml.safe_load_all(text) if data is not None]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file=file, line=mark.line + 1 if mark else None)
        reason = getattr(error, "problem", None) or error
        raise DeclarationError(f"the file is not valid YAML: {reason}", where=place) from None
    value_nodes = [node for node in nodes if node.tag != "tag:yaml.org,2002:null"]
    return [SpecNode(node, data, file) for node, data in zip(value_nodes, documents, strict=True)]
