"""Frozen values behave like those of `dataclasses` with the same class."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest

import boardwright
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property


@frozen
class Point:
    """A point.

    Attributes:
        seen: Belongs to no comparison.
    """

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)
    secret: str = field(default="", repr=False)
    seen: int = field(default=0, compare=False)

    @lazy_property
    def length(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, kw_only=True)
class Standard:
    """The same by `dataclasses`."""

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)
    secret: str = field(default="", repr=False)
    seen: int = field(default=0, compare=False)


@frozen
class Higher(Point):
    """A value with the fields of another."""

    z: int = 1


@frozen
class Nothing:
    """A value of no fields."""


@frozen(kw_only=False, eq=False)
class Pair:
    """A value with positional arguments, compared by identity."""

    left: int
    right: int = 2


def test_fields_may_be_passed_by_position_only_if_declared() -> None:
    pair = Pair(1)
    assert (pair.left, pair.right) == (1, 2)
    assert (Pair(1, 3).right, Pair(1, right=4).right, Pair(left=5).left) == (3, 4, 5)
    for wrong in (lambda: Pair(1, 2, 3), lambda: Pair(1, left=2), Pair):
        with pytest.raises(TypeError):
            wrong()
    match pair:
        case Pair(left, right):
            assert (left, right) == (1, 2)


def test_a_class_may_be_compared_by_identity() -> None:
    pair = Pair(1)
    assert pair in [pair]
    assert pair != Pair(1)
    assert len({pair, Pair(1)}) == 2


KINDS: list[Any] = [Point, Standard]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_missing_fields_get_their_defaults(kind: Any) -> None:
    value = kind(x=1, secret="s")
    assert (value.x, value.y, value.tags, value.secret) == (1, 0, [], "s")
    assert kind(x=1).tags is not kind(x=1).tags


def test_the_repr_omits_hidden_fields(kind: Any) -> None:
    assert repr(kind(x=1, secret="s")) == f"{kind.__name__}(x=1, y=0, tags=[], seen=0)"


def test_values_are_equal_if_fields_and_class_are_equal(kind: Any) -> None:
    assert kind(x=1) == kind(x=1, seen=7)
    assert kind(x=1) != kind(x=2)
    assert kind(x=1) != 1
    assert Point(x=1) != Standard(x=1)
    assert Point(x=1) != Higher(x=1)


def test_equal_values_have_one_hash(kind: Any) -> None:
    assert hash(kind(x=1, tags=())) == hash(kind(x=1, tags=(), seen=7))
    with pytest.raises(TypeError, match="unhashable"):
        hash(kind(x=1))


@pytest.mark.parametrize("name", ["x", "new"])
def test_nothing_can_be_set_or_deleted(kind: Any, name: str) -> None:
    value = kind(x=1)
    with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(value, name, 2)
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del value.x


def test_a_changed_copy_is_made_by_replace(kind: Any) -> None:
    assert replace(kind(x=1, tags=["a"]), y=2) == kind(x=1, y=2, tags=["a"])
    assert [each.name for each in fields(kind)] == ["x", "y", "tags", "secret", "seen"]


@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_value_can_be_copied_and_pickled(kind: Any, again: Callable[[Any], Any]) -> None:
    assert again(kind(x=1, tags=["a"])) == kind(x=1, tags=["a"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Point needs x"),
        ({"x": 1, "a": 1, "b": 2}, "Point has no field a, b"),
        ({"a": 1}, "Point has no field a"),
    ],
)
def test_missing_and_unknown_arguments_are_refused(given: dict[str, int], message: str) -> None:
    with pytest.raises(TypeError, match=f"^{message}$"):
        Point(**given)  # type: ignore[arg-type]


def test_fields_are_passed_by_keyword(kind: Any) -> None:
    with pytest.raises(TypeError, match="positional"):
        kind(1)


def test_fields_are_inherited() -> None:
    value = Higher(x=1)
    assert (value.x, value.z, repr(value)) == (1, 1, "Higher(x=1, y=0, tags=[], seen=0, z=1)")
    assert value != Higher(x=1, z=2)


def test_properties_are_cached() -> None:
    value = Point(x=1, y=2)
    assert value.length == value.length == 3
    assert value == Point(x=1, y=2)


def test_values_without_fields_are_equal() -> None:
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"


def test_a_field_may_be_called_self() -> None:
    owner = frozen(type("Owner", (), {"__annotations__": {"self": "int"}}))
    assert vars(owner(self=1)) == {"self": 1}


def test_a_frozen_class_can_refuse_values_in_post_init() -> None:
    @frozen
    class Percentage:
        value: int

        def __post_init__(self) -> None:
            if not 0 <= self.value <= 100:
                raise ValueError(f"{self.value} is not a percentage")

    assert Percentage(value=100).value == 100
    with pytest.raises(ValueError, match="101 is not a percentage"):
        Percentage(value=101)


def test_a_frozen_class_keeps_a_declared_constructor() -> None:
    @frozen
    class Words:
        words: tuple[str, ...]

        def __init__(self, text: str) -> None:
            self.__dict__["words"] = tuple(text.split())

    assert Words("a b") == Words("a  b")
    with pytest.raises(FrozenInstanceError):
        Words("a").words = ()  # type: ignore[misc]


def test_all_immutable_classes_use_frozen_except_in_two_modules() -> None:
    """Two modules use NamedTuple: object_origins.py creates a value for each object of a user's
    file, and `boardwright --help`, which needs root.py, starts faster without `dataclasses`.
    """
    source = Path(boardwright.__file__).parent
    others = {
        path.name
        for path in source.rglob("*.py")
        if re.search(r"dataclass\(frozen=True|\(NamedTuple\)", path.read_text())
    }
    assert others == {"frozen.py", "object_origins.py", "root.py"}
