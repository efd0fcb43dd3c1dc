"""Links keep the time range and the variables."""

from __future__ import annotations

from boardwright.library import board_link, boards_link, drill_down, query, timeseries, web_link
from library.plain import plain


def test_a_link_to_a_board_keeps_time_and_variables() -> None:
    link = plain(board_link("Nodes", "node", tooltip="All of them"))
    assert link["url"] == "/d/node"
    assert (link["keepTime"], link["includeVars"], link["targetBlank"]) == (True, True, False)


def test_a_link_to_a_board_may_omit_the_variables() -> None:
    link = plain(board_link("Nodes", "node", variables=False, new_tab=True))
    assert (link["keepTime"], link["includeVars"], link["targetBlank"]) == (True, False, True)


def test_a_link_to_boards_by_tag_is_a_dropdown() -> None:
    link = plain(boards_link("More", "a", "b"))
    assert (link["type"], link["tags"], link["asDropdown"]) == ("dashboards", ["a", "b"], True)
    assert (link["keepTime"], link["includeVars"]) == (True, True)


def test_a_link_out_of_grafana_opens_a_new_tab() -> None:
    link = plain(web_link("Runbook", "https://example.org/runbook"))
    assert (link["url"], link["keepTime"]) == ("https://example.org/runbook", False)
    assert link["targetBlank"] is True


def test_a_link_of_a_series_passes_the_labels_as_variables() -> None:
    link = plain(drill_down("Node", "node", labels=("instance",), variables=("job", "zone")))
    assert link["url"] == (
        "/d/node?${__url_time_range}&${job:queryparam}&${zone:queryparam}"
        "&var-instance=${__field.labels.instance}"
    )


def test_the_links_of_series_are_in_the_field_config_of_a_panel() -> None:
    panel = timeseries(
        title="Up",
        queries=[query("up")],
        unit="short",
        drill_downs=[drill_down("Node", "node", labels=("instance",), new_tab=True)],
    )
    assert plain(panel)["fieldConfig"]["defaults"]["links"] == [
        {
            "title": "Node",
            "url": "/d/node?${__url_time_range}&var-instance=${__field.labels.instance}",
            "targetBlank": True,
        }
    ]
