"""Functions that create links to other boards and to web pages.

A link to a board opens the board with the same time range. The link can also pass the values of
variables.
"""

from __future__ import annotations

from collections.abc import Sequence

from grafanalib.core import DashboardLink, DataLink


def board_link(
    title: str, uid: str, *, tooltip: str = "", variables: bool = True, new_tab: bool = False
) -> DashboardLink:
    """Return a link at the top of a board that opens another board with the same time range.

    Args:
        title: The text of the link.
        uid: The uid of the board that the link opens.
        tooltip: The tooltip of the link.
        variables: Whether the link passes the values of the board's variables to the other board.
            Pass False if a variable has another meaning on the other board, because Grafana passes
            the values of all variables or of none.
        new_tab: Whether the link opens a new browser tab.
    """
    return DashboardLink(
        type="link",
        title=title,
        uri=f"/d/{uid}",
        icon="dashboard",
        tooltip=tooltip,
        keepTime=True,
        includeVars=variables,
        targetBlank=new_tab,
    )


def boards_link(title: str, *tags: str) -> DashboardLink:
    """Return a drop-down list with links to all boards that have all of these tags."""
    return DashboardLink(
        type="dashboards",
        title=title,
        tags=list(tags),
        asDropdown=True,
        keepTime=True,
        includeVars=True,
    )


def web_link(title: str, url: str, *, tooltip: str = "") -> DashboardLink:
    """Return a link at the top of a board, which opens a web page in a new browser tab."""
    return DashboardLink(
        type="link",
        title=title,
        uri=url,
        icon="doc",
        tooltip=tooltip,
        keepTime=False,
        targetBlank=True,
    )


def drill_down(
    title: str,
    uid: str,
    *,
    labels: Sequence[str] = (),
    variables: Sequence[str] = (),
    new_tab: bool = False,
) -> DataLink:
    """Return a data link for the series of a panel.

    The link opens a board about the series that the reader clicks.

    Args:
        title: The text of the link in the menu.
        uid: The uid of the board that the link opens.
        labels: Names of labels. The link passes the value of each label to the variable of the same
            name on the other board.
        variables: Variables that exist on both boards. The link passes the values of these
            variables to the other board.
        new_tab: Whether the link opens a new browser tab.
    """
    query = [
        "${__url_time_range}",
        *(f"${{{name}:queryparam}}" for name in variables),
        *(f"var-{label}=${{__field.labels.{label}}}" for label in labels),
    ]
    return DataLink(title=title, linkUrl=f"/d/{uid}?{'&'.join(query)}", isNewTab=new_tab)
