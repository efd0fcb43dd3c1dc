"""The page model: everything that a page's script draws, as values.

The script only draws; everything that needs PromQL, variables or the grid is computed in Python.
The fields of these values are the keys of the page's JSON, in camelCase: its schema is
`docs/reference/preview-page.schema.json`, and its TypeScript is `preview/src/model.ts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.extension import RowNoun

Json = dict[str, Any]
DataOrigin = Literal["live", "recorded", "sample", "mixed"]
Theme = Literal["dark", "light"]
PanelChange = Literal["created", "removed", "changed", "moved"]

FORMAT = 3
"""Version of the page model; the script refuses any other."""


@frozen
class PageProblem:
    """A problem that `check` found in a panel or in the board."""

    rule: str
    severity: str
    what: str
    fix: str
    ref_id: str | None = None


@frozen
class PageVariable:
    """A variable and its value.

    Attributes:
        hide: 0 shown, 1 without its label, 2 hidden.
        values: The selected values; several where the variable allows it.
        text: The values as they are shown.
    """

    name: str
    label: str
    hide: int
    values: tuple[str, ...]
    text: str


@frozen
class PageQuery:
    """A query of a panel.

    Attributes:
        datasource: Name of the data source.
        language: `promql`, `logql`, ...
        written: The query as the board has it.
        sent: The query as it was, or would be, sent; None for one that a preview does not send.
        kind: `range` or `instant`.
        step_ms: Step of a range query; None for an instant query.
        result: Key of its result; None when there is none.
        error: Why there is no result, or only a part of one.
        remark: Why a preview does not send the query; None for a query that it sends.
        exemplars: Key of its exemplars; None when there are none.
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
    remark: str | None = None
    exemplars: str | None = None


@frozen
class PageAnnotation:
    """An annotation of a board: marks on its graphs.

    Attributes:
        color: As the board has it.
        enabled: Whether the marks are shown at first.
        hidden: Whether the annotation has no switch.
        panels: Keys of the panels that show the marks; None for all.
        query: The query whose result gives the marks.
    """

    name: str
    color: str
    enabled: bool
    hidden: bool
    panels: tuple[str, ...] | None
    query: PageQuery


@frozen
class PageLinkItem:
    """One board of a link by tags, and its page."""

    title: str
    url: str


@frozen
class PageLink:
    """A link in the head of a board.

    Attributes:
        title: The text.
        url: Where it leads; None where only a Grafana knows the page, and for a list of boards.
        tooltip: The text under the mouse.
        icon: Name of an icon of Grafana.
        items: The boards of a link by tags.
        as_dropdown: Whether the boards are in a menu; otherwise each is a link of its own.
    """

    title: str
    url: str | None
    tooltip: str
    icon: str
    items: tuple[PageLinkItem, ...] = ()
    as_dropdown: bool = False


@frozen
class PagePanel:
    """A panel and its place on the grid.

    Attributes:
        key: Unique in the page: `12`, and `12-1` for the second copy of a repeated panel.
        grid: `x`, `y`, `w`, `h`; `y` is counted from the top of the section.
        panel: The JSON, variables filled in.
        place: File and line of its declaration.
        change: The change in a comparison.
        remark: A note for the reader of the page.
    """

    key: str
    grid: Mapping[str, int]
    panel: Json
    queries: tuple[PageQuery, ...] = ()
    place: str | None = None
    problems: tuple[PageProblem, ...] = ()
    change: PanelChange | None = None
    remark: str | None = None


@frozen
class PageRow:
    """The head of a row or tab.

    Attributes:
        kind: `row` or `tab`.
        level: The depth in the layout; 0 for one that is in no other row or tab.
    """

    title: str
    open: bool
    kind: RowNoun = "row"
    level: int = 0


@frozen
class PageSection:
    """A row and its panels; `row` is None for the panels above the first row."""

    row: PageRow | None
    panels: tuple[PagePanel, ...]


@frozen
class PageSelection:
    """The board for one choice of variable values.

    Attributes:
        hidden: The panels, rows and tabs that conditions hide, in words.
    """

    variables: tuple[PageVariable, ...]
    annotations: tuple[PageAnnotation, ...]
    links: tuple[PageLink, ...]
    sections: tuple[PageSection, ...]
    hidden: tuple[str, ...] = ()


@frozen
class PageRange:
    """A time range: milliseconds since 1970, and its text, such as `Last 1 hour`."""

    from_: int
    to: int
    text: str


@frozen
class BoardPage:
    """A board as a page.

    Attributes:
        place: File and line of its declaration.
        data: Where the results come from.
        remark: Text of a banner, such as "Made-up data".
        cursor_sync: The board's `graphTooltip`.
        selections: The first is shown first.
        results: Key -> data frames.
        reload: Address of the events that announce a new page; None for a page that stays.
    """

    uid: str
    title: str
    description: str
    tags: tuple[str, ...]
    place: str | None
    theme: Theme
    timezone: str
    range: PageRange
    data: DataOrigin
    remark: str | None
    cursor_sync: int
    problems: tuple[PageProblem, ...]
    selections: tuple[PageSelection, ...]
    results: Mapping[str, Sequence[Json]] = field(repr=False)
    reload: str | None = None
    kind: Literal["board"] = "board"
    format: int = FORMAT


@frozen
class ChangeText:
    """The changes of a panel as lines of text; `panel` is None for the board's own changes."""

    panel: str | None
    lines: tuple[str, ...]


@frozen
class ComparisonPage:
    """A board before and after a change; `before` or `after` is None for a new or removed board."""

    title: str
    theme: Theme
    before: BoardPage | None
    after: BoardPage | None
    words: tuple[ChangeText, ...]
    kind: Literal["comparison"] = "comparison"
    format: int = FORMAT
