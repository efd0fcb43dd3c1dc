"""Links that keep what the reader is looking at: the time range and the variables."""

from __future__ import annotations

from collections.abc import Sequence

from grafanalib.core import DashboardLink, DataLink


def board_link(
    title: str, uid: str, *, tooltip: str = "", variables: bool = True, new_tab: bool = False
) -> DashboardLink:
    """Return a link at the top of a board to another one, which opens at the same time range.

    Args:
        title: What the link says.
        uid: The other board's uid.
        tooltip: What it says when pointed at.
        variables: Pass the variables on, too. Grafana passes all of them, and takes what it is
            given: not for a board where a variable of the same name means something else.
        new_tab: Open a tab of its own.
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
    """Return a drop-down at the top of a board with every board that has all of `tags`."""
    return DashboardLink(
        type="dashboards",
        title=title,
        tags=list(tags),
        asDropdown=True,
        keepTime=True,
        includeVars=True,
    )


def web_link(title: str, url: str, *, tooltip: str = "") -> DashboardLink:
    """Return a link at the top of a board to a page outside Grafana, in a tab of its own."""
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
    """Return a link on every line, bar or value of a panel to a board about that series.

    Args:
        title: What the menu says.
        uid: The other board's uid.
        labels: Labels of the series that fill the other board's variables of the same name.
        variables: This board's variables that the other board has too; they keep their values.
        new_tab: Open a tab of its own.
    """
    query = [
        "${__url_time_range}",
        *(f"${{{name}:queryparam}}" for name in variables),
        *(f"var-{label}=${{__field.labels.{label}}}" for label in labels),
    ]
    return DataLink(title=title, linkUrl=f"/d/{uid}?{'&'.join(query)}", isNewTab=new_tab)
