"""Check rules: plain functions with an id, a severity, and a page of documentation.

An example of a rule that a user writes:

    @rule(id="no-todo", severity="info", looks_at=PanelView)
    def check(panel: PanelView) -> Iterator[Finding]:
        if "TODO" in panel.title:
            yield Finding(what=f"the title is {panel.title!r}", fix="Finish the panel.")
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, Literal, get_args

from boardwright.checks.finding import Finding
from boardwright.checks.problem import SEVERITIES, Severity
from boardwright.checks.views.view import View
from boardwright.frozen import frozen

Group = Literal[
    "principles", "queries", "metrics", "alerts", "board", "mixin", "suppressions", "own"
]
"""The groups of check rules. For example, `queries` contains rules about queries that cannot work,
and `own` contains the rules that a user writes.
"""

Profile = Literal["default", "strict", "mixin"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RuleFunction = Callable[[Any], Iterable[Finding]]


@frozen
class Rule:
    """A check rule.

    Attributes:
        id: Name in kebab case, such as `missing-title`. The module of the rule has the same name
            with underscores.
        group: The rule's group. `--select` and `--ignore` also accept groups.
        severity: The severity of the problems that the rule finds.
        looks_at: The classes of the objects that `check` accepts, such as `PanelView`. With
            `PanelView`, `check` is called once for each panel of the board.
        profiles: The profiles that run the rule. Every profile also runs the rules of the profile
            `default`.
        check: Function that yields the faults of one board, panel, query, ...
        page: The documentation in Markdown; the first line is the summary.
        needs_metrics: Whether the rule runs only with `--metrics`.
    """

    id: str
    group: Group
    severity: Severity
    looks_at: tuple[type[View], ...]
    profiles: tuple[Profile, ...]
    check: RuleFunction
    page: str
    needs_metrics: bool = False

    @property
    def summary(self) -> str:
        """The first line of the rule's documentation."""
        return self.page.partition("\n")[0].rstrip(".")

    def __call__(self, view: View) -> list[Finding]:
        """Return the faults of one board, panel or query. This method is intended for tests."""
        return list(self.check(view))


def rule(
    *,
    id: str,  # noqa: A002 - the name that everything else uses
    severity: Severity,
    looks_at: type[View] | tuple[type[View], ...],
    group: Group = "own",
    profiles: tuple[Profile, ...] = ("default",),
    needs_metrics: bool = False,
) -> Callable[[RuleFunction], Rule]:
    """Turn a function into a check rule.

    The documentation of the rule is the docstring of the function. If the function has no
    docstring, the docstring of the module is used. The first line is the summary, and the following
    lines are Markdown.

    Raises:
        ValueError: `id`, `severity` or `profiles` is invalid, or neither the function nor the
            module has a docstring.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"the rule id {id!r} is invalid; use small letters, digits and hyphens")
    if severity not in SEVERITIES:
        raise ValueError(
            f"{id}: severity is {severity!r}; it must be one of {', '.join(SEVERITIES)}"
        )
    if not profiles or not set(profiles) <= set(PROFILES):
        raise ValueError(
            f"{id}: profiles is {profiles!r}; it may contain only {', '.join(PROFILES)}"
        )

    def make_rule(check: RuleFunction) -> Rule:
        module = sys.modules.get(check.__module__)
        page = inspect.cleandoc(check.__doc__ or getattr(module, "__doc__", None) or "")
        if not page:
            raise ValueError(
                f"{id}: the function has no docstring; write a docstring, which documents the rule"
            )
        return Rule(
            id=id,
            group=group,
            severity=severity,
            looks_at=looks_at if isinstance(looks_at, tuple) else (looks_at,),
            profiles=tuple(profiles),
            check=check,
            page=page,
            needs_metrics=needs_metrics,
        )

    return make_rule
