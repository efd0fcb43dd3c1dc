"""Links that keep the time range and the variables."""

from __future__ import annotations

from collections.abc import Sequence

from grafanalib.core import DashboardLink, DataLink


def board_link(
    title: str, uid: str, *, tooltip: str = "", variables: bool = True, new_tab: bool = False
) -> DashboardLink:
    """Return a link at the top of a board to another board at the same time range.

    Args:
        title: The text of the link.
        uid: The uid of the other board.
        tooltip: The tooltip of the link.
        variables: Pass the variables on. Grafana passes all of them, so set False when a variable
            with the same name has another meaning on the other board.
        new_tab: Open a new tab.
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
    """Return a drop-down at the top of a board with all boards that have all of `tags`."""
    return DashboardLink(
        type="dashboards",
        title=title,
        tags=list(tags),
        asDropdown=True,
        keepTime=True,
        includeVars=True,
    )


def web_link(title: str, url: str, *, tooltip: str = "") -> DashboardLink:
    """Return a link at the top of a board to a page outside Grafana, in a new tab."""
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
    """Return a data link on every series of a panel to a board about that series.

    Args:
        title: The text in the menu.
        uid: The uid of the other board.
        labels: Labels of the series that set the other board's variables of the same name.
        variables: Variables that both boards have; they keep their values.
        new_tab: Open a new tab.
    """
    query = [
        "${__url_time_range}",
        *(f"${{{name}:queryparam}}" for name in variables),
        *(f"var-{label}=${{__field.labels.{label}}}" for label in labels),
    ]
    return DataLink(title=title, linkUrl=f"/d/{uid}?{'&'.join(query)}", isNewTab=new_tab)
