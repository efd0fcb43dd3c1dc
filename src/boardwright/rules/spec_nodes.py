"""Parts of a YAML file with their lines, so that an error names the line of a wrong value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.schema.document import Place


class SpecNode:
    """A value of a YAML file.

    Args:
        node: The value, as PyYAML composes it.
        data: The value as plain data.
        file: The file.
        path: The keys that lead to it, for errors: `slos[0].sli`.
    """

    def __init__(self, node: yaml.Node, data: Any, file: str, path: str = "") -> None:
        if isinstance(node, yaml.MappingNode):
            yaml.constructor.SafeConstructor().flatten_mapping(node)  # `<<: *defaults`
        self._node, self.data, self._file, self.path = node, data, file, path

    @property
    def place(self) -> Place:
        """The file and the line."""
        return Place(file=self._file, line=self._node.start_mark.line + 1)

    def error(self, what: str, hint: str | None = None) -> DeclarationError:
        """Return the error to raise for a wrong value."""
        between = " " if what.startswith(("is ", "has ")) else ": "
        named = f"{self.path}{between}{what}" if self.path else what
        return DeclarationError(named, where=self.place, hint=hint)

    def find(self, key: str) -> SpecNode | None:
        """Return the value of a key; None when the key is missing or empty."""
        if not isinstance(self._node, yaml.MappingNode) or not isinstance(self.data, dict):
            raise self.error(f"is {_noun(self.data)}; it takes a mapping (key: value)")
        for name, value in reversed(self._node.value):  # own keys come after merged ones
            if name.value == key and self.data.get(key) is not None:
                path = f"{self.path}.{key}" if self.path else key
                return SpecNode(value, self.data[key], self._file, path)
        return None

    def child(self, key: str) -> SpecNode:
        """Return the value of a key.

        Raises:
            DeclarationError: The key is missing.
        """
        found = self.find(key)
        if found is None:
            raise self.error(f"{key} is missing")
        return found

    def items(self) -> Iterator[SpecNode]:
        """Yield the items of a list.

        Raises:
            DeclarationError: It is not a list.
        """
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error(f"is {_noun(self.data)}; it takes a list")
        for index, (node, data) in enumerate(zip(self._node.value, self.data, strict=True)):
            yield SpecNode(node, data, self._file, f"{self.path}[{index}]")

    def text(self) -> str:
        """Return a text.

        Raises:
            DeclarationError: It is not a text, or empty.
        """
        if not isinstance(self.data, str) or not self.data.strip():
            raise self.error(f"is {_noun(self.data)}; it takes a text")
        return self.data

    def texts(self) -> dict[str, str]:
        """Return texts by key.

        Raises:
            DeclarationError: It is not a mapping of texts.
        """
        if not isinstance(self.data, dict):
            raise self.error(f"is {_noun(self.data)}; it takes a mapping (key: text)")
        return {key: self.child(key).text() for key in map(str, self.data)}

    def number(self) -> float:
        """Return a number.

        Raises:
            DeclarationError: It is not a number.
        """
        if isinstance(self.data, bool) or not isinstance(self.data, int | float):
            raise self.error(f"is {_noun(self.data)}; it takes a number")
        return self.data


def _noun(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else repr(value)


def read_spec_nodes(content: bytes, *, file: str) -> list[SpecNode]:
    """Return the documents of a YAML file, without empty ones.

    Raises:
        DeclarationError: It is not YAML.
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
        raise DeclarationError(f"is not YAML: {reason}", where=place) from None
    written = [node for node in nodes if node.tag != "tag:yaml.org,2002:null"]
    return [SpecNode(node, data, file) for node, data in zip(written, documents, strict=True)]
