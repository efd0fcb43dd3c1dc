"""`boardwright.compile`: one board, without a project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.builders import dashboard as sdk
from grafanalib.core import Dashboard, Target, Text, TimeSeries

import boardwright
from boardwright.errors import (
    BoardwrightError,
    ConfigError,
    DeclarationError,
    NotABoardError,
    OutputError,
)
from boardwright.library import tab, tabs
from boardwright.promql import metric, rate
from preview.helpers import stub_bundle
from support import BOARD, TOML, MakeProject, Run


def board(**panel: Any) -> Dashboard:
    panel = {"title": "Up", "unit": "short", "targets": [Target(expr="up")]} | panel
    return Dashboard(title="Demo", uid="demo", panels=[TimeSeries(**panel)])


def test_the_compiled_board_equals_the_file_that_build_writes(
    make_project: MakeProject, run: Run
) -> None:
    """Only the tag of the project is missing: there is no project."""
    root = make_project(toml=TOML)
    assert run("build", cwd=root).returncode == 0
    (file,) = (root / "provisioning/dashboards").rglob("demo.json")
    built = json.loads(file.read_text())
    assert built.pop("tags") == ["boardwright:demo"]
    space: dict[str, Any] = {}
    exec(BOARD, space)
    compiled = boardwright.compile(space["dashboard"])
    assert compiled.data | {"tags": None} == built | {"tags": None}
    assert compiled.data.get("tags", []) == []


def test_only_arguments_that_differ_from_the_default_count_as_passed() -> None:
    """grafanalib writes `lineWidth: 1` for every panel; 3 is the author's."""
    plain = boardwright.compile(board()).data["panels"][0]["fieldConfig"]["defaults"]["custom"]
    wide = boardwright.compile(board(lineWidth=3)).data["panels"][0]
    assert wide["fieldConfig"]["defaults"]["custom"] == plain | {"lineWidth": 3}


@pytest.mark.parametrize("form", ["builder", "object", "dict", "resource", "file"])
def test_every_form_of_a_board_is_accepted(form: str, tmp_path: Path) -> None:
    builder = sdk.Dashboard("Demo").uid("demo")
    file = tmp_path / "demo.json"
    file.write_text('{"dashboard": {"title": "Demo", "uid": "demo", "panels": []}}')
    values: dict[str, Any] = {
        "builder": builder,
        "object": builder.build(),
        "dict": {"title": "Demo", "uid": "demo", "panels": []},
        "resource": {
            "apiVersion": "dashboard.grafana.app/v1beta1",
            "kind": "Dashboard",
            "metadata": {"name": "demo"},
            "spec": {"title": "Demo", "panels": []},
        },
        "file": file,
    }
    compiled = boardwright.compile(values[form])
    assert (compiled.uid, compiled.title, compiled.data["schemaVersion"]) == ("demo", "Demo", 41)


def test_json_yaml_and_manifest_contain_the_same_board() -> None:
    compiled = boardwright.compile(board())
    assert json.loads(compiled.json) == yaml.safe_load(compiled.yaml) == compiled.data
    manifest = compiled.manifest()
    assert manifest["kind"] == "Dashboard"
    assert manifest["metadata"]["name"] == "demo"
    assert manifest["spec"]["panels"] == compiled.data["panels"]


def test_tabs_are_kept_in_v2_and_become_rows_in_v1() -> None:
    panel = TimeSeries(title="Up", targets=[Target(expr="up")])
    tabbed = Dashboard(title="T", uid="t", panels=tabs(tab("A", [panel]), tab("B", [panel])))
    classic = boardwright.compile(tabbed)
    assert [each["title"] for each in classic.data["panels"] if each["type"] == "row"] == ["A", "B"]
    assert classic.losses == ("2 tabs become rows",)
    assert "$v2" not in classic.json
    new = boardwright.compile(tabbed, schema="v2beta1")
    assert new.data == new.manifest() == json.loads(new.json)
    assert new.data["apiVersion"] == "dashboard.grafana.app/v2beta1"
    assert new.data["spec"]["layout"]["kind"] == "TabsLayout"
    assert not classic.diff(new.data)


def test_the_data_of_a_compiled_board_is_a_copy() -> None:
    compiled = boardwright.compile(board())
    compiled.data["title"] = "Other"
    assert compiled.data["title"] == "Demo"


def test_data_sources_are_found_by_name_and_the_first_is_the_default() -> None:
    sources: dict[str, Any] = {
        "Metrics": {"type": "prometheus", "uid": "m1"},
        "Logs": {"type": "loki", "uid": "l1"},
    }
    compiled = boardwright.compile(board(), datasources=sources)
    assert compiled.data["panels"][0]["datasource"] == {"type": "prometheus", "uid": "m1"}
    named = boardwright.compile(board(dataSource="Logs"), datasources=sources)
    assert named.data["panels"][0]["datasource"] == {"type": "loki", "uid": "l1"}


def test_the_scrape_interval_is_used_in_expressions_created_later() -> None:
    """Four scrapes of 60 s are 4 minutes, which is more than the least window of a minute."""

    class Late:
        def to_json_data(self) -> dict[str, Any]:
            return {"title": "Late", "panels": [], "description": str(rate(metric("x")))}

    assert boardwright.compile(Late(), scrape_interval="60s").data["description"] == "rate(x[4m])"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "is an object of the class int, not a board"),
        ([board()], "is an object of the class list, not a board"),
        ({"cpu": 80}, "has no panels"),
        ({"title": "T", "panels": [], "x": object()}, "x"),
        (Path("none.json"), "cannot be read"),
        ("none.json", "cannot be read"),
        (TimeSeries(title="P"), "is an object of the class TimeSeries, not a board"),
        (board(targets=[Target(expr=metric("up") == 1)]), "the expression of a query is False"),
    ],
    ids=["number", "list", "other dict", "not JSON", "no file", "no file of text", "panel", "=="],
)
def test_a_value_that_is_not_a_board_is_reported_with_the_line_of_the_call(
    value: Any, message: str
) -> None:
    with pytest.raises(BoardwrightError) as raised:
        boardwright.compile(value)
    assert message in str(raised.value)
    where = "none.json" if isinstance(value, Path | str) else "test_compile.py:"
    assert str(raised.value).startswith(where)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"datasources": {"M": "abc"}}, "the data source 'M' is 'abc'"),
        ({"datasources": {"M": {"typ": "prometheus", "uid": "a"}}}, "the data source 'M' is"),
        ({"schema": "v3"}, "the schema 'v3' does not exist; choose one of v1, v2, v2beta1"),
        ({"scrape_interval": "soon"}, "soon"),
    ],
)
def test_invalid_arguments_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(BoardwrightError, match=re.escape(message)):
        boardwright.compile(board(), **arguments)


def test_an_unknown_schema_and_an_invalid_other_side_are_refused() -> None:
    compiled = boardwright.compile(board())
    assert repr(compiled) == "CompiledBoard(uid='demo', title='Demo')"
    with pytest.raises(BoardwrightError, match="the schema 'v3' does not exist"):
        compiled.manifest("v3")  # type: ignore[arg-type]
    with pytest.raises(NotABoardError):
        compiled.diff({"cpu": 80})


def test_another_dict_is_not_a_board() -> None:
    with pytest.raises(NotABoardError):
        boardwright.compile({"cpu": 80})


def test_each_problem_has_a_rule_and_a_panel() -> None:
    (problem,) = boardwright.compile(board(targets=[Target(expr="sum(up")])).problems()
    assert (problem.rule, problem.severity, problem.panel) == ("promql-syntax", "error", "Up")


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(BoardwrightError, match="profile"):
        boardwright.compile(board()).problems(profile="none")


def test_a_difference_is_truthy_and_can_be_text_or_markdown() -> None:
    before, after = boardwright.compile(board()), boardwright.compile(board(unit="percent"))
    difference = before.diff(after)
    assert difference
    assert "unit: short -> percent" in str(difference)
    assert "percent" in difference.markdown
    assert not before.diff(before)
    assert str(before.diff(before)) == ""


def test_a_board_in_the_form_of_the_api_can_be_compared() -> None:
    compiled = boardwright.compile(board())
    stored = {"meta": {"slug": "demo"}, "dashboard": compiled.data | {"id": 7, "version": 3}}
    assert not compiled.diff(stored)


def test_a_preview_can_be_shown_in_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in stub_bundle(tmp_path / "bundle").items():
        monkeypatch.setenv(name, value)
    preview = boardwright.compile(board()).preview(theme="light", length="1h")
    assert "<title>Demo" in preview.html
    preview.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text() == preview.html
    frame = preview._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts"' in frame
    with pytest.raises(BoardwrightError, match="range"):
        boardwright.compile(board()).preview(length="soon")
    with pytest.raises(ConfigError, match="theme is 'blue'; it takes dark, light"):
        boardwright.compile(board()).preview(theme="blue")  # type: ignore[arg-type]
    with pytest.raises(OutputError, match="this is a folder"):
        preview.save(tmp_path)


def test_boards_can_be_compiled_in_several_threads() -> None:
    """Each thread sets its own scrape interval, and gets the window for this interval."""

    def window(seconds: int) -> str:
        data = {"title": "T", "panels": [], "description": Late(), "uid": "t"}
        return str(boardwright.compile(data, scrape_interval=f"{seconds}s").data["description"])

    class Late:
        def to_json_data(self) -> str:
            return str(rate(metric("x")))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(window, [30, 60] * 50))
    assert found == ["rate(x[2m])", "rate(x[4m])"] * 50


def test_the_package_imports_no_other_module() -> None:
    """The command line imports it at each start."""
    code = "import sys; had = {*sys.modules}; import boardwright; print(*{*sys.modules} - had)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert {*output.split()} <= {"boardwright", "__future__"}
    with pytest.raises(AttributeError, match="nothing"):
        boardwright.nothing  # noqa: B018


def test_a_board_with_tabs_can_be_compiled_to_both_schemas() -> None:
    panels = tabs(tab("One", [Text(title="Notes")]))
    board = boardwright.compile(Dashboard(title="Tabs", uid="tabs", panels=panels))
    assert board.losses == ("1 tab becomes a row",)
    assert [panel["title"] for panel in board.data["panels"]] == ["One", "Notes"]
    assert "$v2" not in board.json
    assert board.manifest()["spec"] == {k: v for k, v in board.data.items() if k != "uid"}
    resource = board.manifest("v2")
    assert resource["apiVersion"] == "dashboard.grafana.app/v2"
    assert resource["spec"]["layout"]["kind"] == "TabsLayout"
    assert not board.diff(resource)


@pytest.mark.parametrize("other", [None, "{}", 5, board()], ids=lambda other: type(other).__name__)
def test_only_boards_and_dicts_are_compared(other: Any) -> None:
    with pytest.raises(DeclarationError, match=f"of the class {type(other).__name__}"):
        boardwright.compile(board()).diff(other)


def test_json_text_is_not_treated_as_a_path() -> None:
    text = boardwright.compile(board()).json
    with pytest.raises(DeclarationError) as raised:
        boardwright.compile(text)
    assert str(raised.value) == (
        "the argument is JSON text, but a str must be the path of a JSON file\n"
        "  Parse the text first: boardwright.compile(json.loads(text))."
    )
