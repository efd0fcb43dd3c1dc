"""Rules: plain functions with a name, a severity, and a page of documentation.

@rule(id="no-todo", group="board", severity="info", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if "TODO" in panel.title:
        yield Finding(what=f"its title is {panel.title!r}", fix="Finish the panel.")
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from boardwright.checks.finding import Finding
from boardwright.checks.problem import SEVERITIES, Severity
from boardwright.checks.views.view import View

Group = Literal[
    "principles", "queries", "metrics", "alerts", "board", "mixin", "suppressions", "own"
]
"""The subjects of rules: the principles of PromQL, queries that cannot work, metrics that nothing
emits, alerts and recording rules, the board itself, requirements of mixins, suppressions; `own` is
for a user's rules."""

Profile = Literal["default", "strict", "mixin"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
Check = Callable[[Any], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule.

    Attributes:
        id: Kebab-case: the file's name with hyphens.
        group: The subject; `--select` accepts it, too.
        severity: The severity of its problems.
        looks_at: The types of view for which `check` is called, once for each view.
        profiles: The profiles that run it. Every profile runs the rules of `default`.
        check: Yields its findings.
        page: The documentation in Markdown; the first line is the summary.
        needs_metrics: Whether it runs only with `--metrics`.
    """

    id: str
    group: Group
    severity: Severity
    looks_at: tuple[type[View], ...]
    profiles: tuple[Profile, ...]
    check: Check
    page: str
    needs_metrics: bool = False

    @property
    def summary(self) -> str:
        """The first line of the rule's page."""
        return self.page.partition("\n")[0].rstrip(".")

    def __call__(self, view: View) -> list[Finding]:
        """Return the rule's findings; for tests."""
        return list(self.check(view))


def rule(
    *,
    id: str,  # noqa: A002 - the name that everything else uses
    severity: Severity,
    looks_at: type[View] | tuple[type[View], ...],
    group: Group = "own",
    profiles: tuple[Profile, ...] = ("default",),
    needs_metrics: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule out of a function.

    Its page is the function's docstring, or the module's when it has none: a summary of one line,
    then Markdown.

    Raises:
        ValueError: An argument is not one of those accepted, or there is no docstring.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"the rule's id {id!r} is not small letters and digits with hyphens")
    if severity not in SEVERITIES:
        raise ValueError(f"{id}: severity is {severity!r}; it takes {', '.join(SEVERITIES)}")
    if not profiles or not set(profiles) <= set(PROFILES):
        raise ValueError(f"{id}: profiles is {profiles!r}; it takes {', '.join(PROFILES)}")

    def make_rule(check: Check) -> Rule:
        module = sys.modules.get(check.__module__)
        page = inspect.cleandoc(check.__doc__ or getattr(module, "__doc__", None) or "")
        if not page:
            raise ValueError(f"{id}: its function has no docstring, which is its documentation")
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
