"""The page model: immutable classes for the content of a preview page, which is written to the page
as JSON.

Python computes all content that depends on PromQL, variables or the layout. The script of the page
only draws the content. The fields of the classes are the keys of the page's JSON, in camelCase. The
JSON schema of the page is `docs/reference/preview-page.schema.json`, and the TypeScript types are
in `preview/src/model.ts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal

from boardwright.frozen import frozen
from boardwright.schema.document import Json
from boardwright.schema.extension import RowNoun

if TYPE_CHECKING:
    from boardwright.schema.v2.auto_grid import AutoColumns

DataOrigin = Literal["live", "recorded", "sample", "mixed"]
Theme = Literal["dark", "light"]
PanelChangeKind = Literal["created", "removed", "changed", "moved"]

FORMAT = 3
"""The version of the page model. The script of a page rejects any other version."""


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
    """A variable with its selected values.

    Attributes:
        hide: 0 if the page shows the variable, 1 if it shows the variable without a label, 2 if it
            hides the variable.
        values: The selected values. Only a variable with multiple selection can have several
            selected values.
        text: The text that the page shows for the selected values.
    """

    name: str
    label: str
    hide: int
    values: tuple[str, ...]
    text: str


@frozen
class PageQuery:
    """A query of a panel or annotation.

    Attributes:
        datasource: Name of the data source.
        language: Language of the query, such as `promql` or `logql`.
        written: The query as the board contains it.
        sent: The query with variables replaced, as a preview sends it; None for a query that a
            preview does not send.
        kind: `range` or `instant`.
        step_ms: Step of a range query; None for an instant query.
        result: The key of the query's result in `BoardPage.results`; None if the query has no
            result.
        error: The reason why the result is missing or incomplete; None if the result is complete.
        remark: The reason why a preview does not send the query; None for a query that a preview
            sends.
        exemplars: Key of the query's exemplars in `BoardPage.results`; None if the query has no
            exemplars.
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
    """An annotation of a board, which adds marks to graphs.

    Attributes:
        color: Color of the marks as in the board's JSON.
        enabled: Whether the page shows the marks when it is opened.
        hidden: Whether the page hides the switch with which readers show and hide the marks.
        panels: Keys of the panels that show the marks; None for all panels.
        query: The query whose result determines the marks.
    """

    name: str
    color: str
    enabled: bool
    hidden: bool
    panels: tuple[str, ...] | None
    query: PageQuery


@frozen
class PageLinkItem:
    """Title and URL of a board in the list of a link that selects boards by their tags."""

    title: str
    url: str


@frozen
class PageLink:
    """A link at the top of a board.

    Attributes:
        title: The displayed text.
        url: URL of the link; None if the link lists boards, or leads to a page of Grafana that the
            preview does not contain.
        tooltip: The tooltip of the link.
        icon: Name of the link's icon in Grafana.
        items: The boards that the link lists; empty for a link to a single page.
        as_dropdown: Whether the page shows the boards in a menu instead of one link for each board.
    """

    title: str
    url: str | None
    tooltip: str
    icon: str
    items: tuple[PageLinkItem, ...] = ()
    as_dropdown: bool = False


@frozen
class PagePanel:
    """A panel with its position on the board's grid.

    Attributes:
        key: The key of the panel, which is unique on the page, such as `12`. The key of the second
            copy of this panel is `12-1`.
        grid: Position and size `x`, `y`, `w`, `h`; `y` is counted from the top of the section.
        panel: The JSON of the panel, with variables replaced.
        place: File and line of the panel's declaration.
        change: Whether the panel was created, removed, changed or moved, on a page that compares
            two versions of a board.
        remark: A note for readers of the page.
    """

    key: str
    grid: Mapping[str, int]
    panel: Json
    queries: tuple[PageQuery, ...] = ()
    place: str | None = None
    problems: tuple[PageProblem, ...] = ()
    change: PanelChangeKind | None = None
    remark: str | None = None


@frozen
class PageRow:
    """The header of a row or tab.

    Attributes:
        kind: `row` or `tab`.
        level: Nesting depth in the layout; 0 for a row or tab at the top level.
    """

    title: str
    open: bool
    kind: RowNoun = "row"
    level: int = 0


@frozen
class PageSection:
    """A row or tab with its panels.

    Attributes:
        row: The header of the row or tab; None for the panels above the first row.
        columns: The settings of an auto grid, in which the positions of panels depend on the width
            of the page; None if the panels have fixed positions.
    """

    row: PageRow | None
    panels: tuple[PagePanel, ...]
    columns: AutoColumns | None = None


@frozen
class PageSelection:
    """The content of the page for one choice of variable values.

    Attributes:
        hidden: A description of each panel, row and tab that a show condition hides.
    """

    variables: tuple[PageVariable, ...]
    annotations: tuple[PageAnnotation, ...]
    links: tuple[PageLink, ...]
    sections: tuple[PageSection, ...]
    hidden: tuple[str, ...] = ()


@frozen
class PageRange:
    """A time range: start and end in milliseconds since 1970, and a text such as `Last 1 hour`."""

    from_: int
    to: int
    text: str


@frozen
class BoardPage:
    """The content of the preview page of a board.

    Attributes:
        place: File and line of the board's declaration.
        data: The source of the query results: `live` for a server, `recorded` for a recording,
            `sample` for made-up data, `mixed` for several sources.
        remark: Text of a banner on the page, such as "Made-up data".
        cursor_sync: The setting `graphTooltip` of the board, which determines whether graphs share
            cursor and tooltip.
        selections: The content of the page for each choice of variable values. The page initially
            shows the content for the first choice.
        results: Key of a query result -> the data frames of the result.
        reload: URL of a stream of server-sent events, at each of which the page reloads. None if
            the page never changes.
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
    """The changes of a panel as lines of text. If `panel` is None, the changes are those of the
    board itself.
    """

    panel: str | None
    lines: tuple[str, ...]


@frozen
class ComparisonPage:
    """A page that shows a board before and after a change. `before` is None for a new board, and
    `after` is None for a removed board.
    """

    title: str
    theme: Theme
    before: BoardPage | None
    after: BoardPage | None
    words: tuple[ChangeText, ...]
    kind: Literal["comparison"] = "comparison"
    format: int = FORMAT
