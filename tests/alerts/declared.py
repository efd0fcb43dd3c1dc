"""Declared groups of alert rules, and helpers to compile them in a process."""

from __future__ import annotations

HEAD = """\
from grafanalib.core import (
    EXP_REDUCER_MODE_STRICT, EXP_TYPE_CLASSIC, EXP_TYPE_MATH, EXP_TYPE_REDUCE, AlertCondition,
    AlertExpression, AlertGroup, AlertRulev8, AlertRulev9, GreaterThan, Target,
)
from boardwright.promql import irate, metric

A = Target(expr="up", refId="A", instant=True)
RANGE = Target(expr="up", refId="A")
B = AlertExpression(refId="B", expression="$A > 1", expressionType=EXP_TYPE_MATH)


def rule(title="High load", triggers=(A, B), **more):
    return AlertRulev9(title=title, triggers=list(triggers), **more)


"""


def module(*lines: str) -> str:
    """Return the text of a module: the common imports, followed by these lines."""
    return HEAD + "\n".join(lines) + "\n"
