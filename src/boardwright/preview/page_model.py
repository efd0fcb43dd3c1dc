"""The page model: everything that the script in a page draws, and its JSON.

The script draws and does no more: what needs PromQL, variables or the grid is done before. The
JSON's schema is `docs/reference/preview-page.schema.json`; `preview/src/model.ts` is its
TypeScript.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from boardwright.frozen import frozen

Json = dict[str, Any]
DataOrigin = Literal["live", "recorded", "sample", "mixed"]
Theme = Literal["dark", "light"]
PanelChange = Literal["created", "removed", "changed", "moved"]

FORMAT = 1
"""Of the page model; the script refuses another one."""


@frozen
class PageProblem:
    """What `check` says of a panel or of the board."""

    rule: str
    severity: str
    what: str
    fix: str
    ref_id: str | None = None

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "what": self.what,
            "fix": self.fix,
            "refId": self.ref_id,
        }


@frozen
class PageVariable:
    """A variable and its value.

    Attributes:
        hide: 0 shown, 1 without its label, 2 hidden.
        values: What it stands for; several for a choice of several.
        text: What is shown as its value.
    """

    name: str
    label: str
    hide: int
    values: tuple[str, ...]
    text: str

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "name": self.name,
            "label": self.label,
            "hide": self.hide,
            "values": list(self.values),
            "text": self.text,
        }


@frozen
class PageQuery:
    """A query of a panel.

    Attributes:
        datasource: The data source as people call it.
        language: `promql`, `logql`, ...
        written: As it stands in the board.
        sent: As it was, or would be, sent; None for what is not.
        kind: `range` or `instant`.
        step_ms: The step of a range; None for an instant.
        result: The key of its result; None when there is none.
        error: Why there is none.
        exemplars: The key of its exemplars; None when there are none.
    """

    ref_id: str
    datasource: str
    language: str
    written: str
    sent: str | None
    kind: str
    step_ms: int | None
    hide: bool
    result: str | None = None
    error: str | None = None
    exemplars: str | None = None

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "refId": self.ref_id,
            "datasource": self.datasource,
            "language": self.language,
            "written": self.written,
            "sent": self.sent,
            "kind": self.kind,
            "stepMs": self.step_ms,
            "hide": self.hide,
            "result": self.result,
            "error": self.error,
            "exemplars": self.exemplars,
        }


@frozen
class PageAnnotation:
    """Marks on the graphs of a board.

    Attributes:
        color: As the board writes it.
        enabled: Whether they are shown at first.
        hidden: Whether they have no switch.
        panels: The keys of the panels that show them; None for all.
        query: What they come from.
    """

    name: str
    color: str
    enabled: bool
    hidden: bool
    panels: tuple[str, ...] | None
    query: PageQuery

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "name": self.name,
            "color": self.color,
            "enabled": self.enabled,
            "hidden": self.hidden,
            "panels": None if self.panels is None else list(self.panels),
            "query": self.query.to_json(),
        }


@frozen
class PagePanel:
    """A panel where it stands.

    Attributes:
        key: Unique in the page: `12`, and `12-1` for the second of a repeated one.
        grid: `x`, `y`, `w`, `h`; `y` counts from the top of the section.
        panel: Its JSON, variables filled in.
        place: Where it was declared.
        change: What happened to it, in a comparison.
        remark: What a viewer should know.
    """

    key: str
    grid: Mapping[str, int]
    panel: Json
    queries: tuple[PageQuery, ...] = ()
    place: str | None = None
    problems: tuple[PageProblem, ...] = ()
    change: PanelChange | None = None
    remark: str | None = None

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "key": self.key,
            "grid": dict(self.grid),
            "panel": self.panel,
            "queries": [query.to_json() for query in self.queries],
            "place": self.place,
            "problems": [problem.to_json() for problem in self.problems],
            "change": self.change,
            "remark": self.remark,
        }


@frozen
class PageSection:
    """A row and its panels; without a title, the panels above the first row."""

    title: str | None
    is_open: bool
    panels: tuple[PagePanel, ...]

    def to_json(self) -> Json:
        """Return its JSON."""
        row = None if self.title is None else {"title": self.title, "open": self.is_open}
        return {"row": row, "panels": [panel.to_json() for panel in self.panels]}


@frozen
class PageSelection:
    """The board with one choice of its variables' values."""

    variables: tuple[PageVariable, ...]
    annotations: tuple[PageAnnotation, ...]
    sections: tuple[PageSection, ...]

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "variables": [variable.to_json() for variable in self.variables],
            "annotations": [annotation.to_json() for annotation in self.annotations],
            "sections": [section.to_json() for section in self.sections],
        }


@frozen
class BoardPage:
    """One board as a page.

    Attributes:
        place: Where it was declared.
        range_from: Milliseconds since 1970; so is `range_to`.
        range_text: `Last 1 hour`.
        data: Where the results come from.
        remark: A banner, such as that the data is made up.
        cursor_sync: The board's `graphTooltip`.
        selections: The first is shown first.
        results: Key -> data frames.
        reload: The address of the events that tell of a new page; None for a page that stays.
    """

    uid: str
    title: str
    description: str
    tags: tuple[str, ...]
    place: str | None
    theme: Theme
    timezone: str
    range_from: int
    range_to: int
    range_text: str
    data: DataOrigin
    remark: str | None
    cursor_sync: int
    problems: tuple[PageProblem, ...]
    selections: tuple[PageSelection, ...]
    results: Mapping[str, Sequence[Json]] = field(repr=False)
    reload: str | None = None

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "kind": "board",
            "format": FORMAT,
            "uid": self.uid,
            "title": self.title,
            "description": self.description,
            "tags": list(self.tags),
            "place": self.place,
            "theme": self.theme,
            "timezone": self.timezone,
            "range": {"from": self.range_from, "to": self.range_to, "text": self.range_text},
            "data": self.data,
            "remark": self.remark,
            "cursorSync": self.cursor_sync,
            "problems": [problem.to_json() for problem in self.problems],
            "selections": [selection.to_json() for selection in self.selections],
            "results": {key: {"frames": list(frames)} for key, frames in self.results.items()},
            "reload": self.reload,
        }


@frozen
class ChangeText:
    """What a comparison says in words: of a panel, or of the board."""

    panel: str | None
    lines: tuple[str, ...]

    def to_json(self) -> Json:
        """Return its JSON."""
        return {"panel": self.panel, "lines": list(self.lines)}


@frozen
class ComparisonPage:
    """A board before and after; one of them is None for a board that came or went."""

    title: str
    theme: Theme
    before: BoardPage | None
    after: BoardPage | None
    words: tuple[ChangeText, ...]

    def to_json(self) -> Json:
        """Return its JSON."""
        return {
            "kind": "comparison",
            "format": FORMAT,
            "title": self.title,
            "theme": self.theme,
            "before": self.before.to_json() if self.before else None,
            "after": self.after.to_json() if self.after else None,
            "words": [words.to_json() for words in self.words],
        }
