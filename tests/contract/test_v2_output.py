"""Boards that we write in v2beta1: Grafana accepts them strictly, and returns them unchanged.

A strict request refuses unknown fields. The boards are one with each kind of layout, condition,
variable and element of Grafana 12.4, one of the library's layouts, and those of this project.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from grafanalib.core import Dashboard, Templating

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.library import auto_grid, row, show, show_when, switch, tab, tabs, text
from boardwright.schema.document import Board, Document, Place
from boardwright.schema.v2.v2_spec import write_v2_spec
from contract.conftest import NewUid
from contract.targets import Target
from library.plain import plain
from schema.v2.test_v2_spec import PUBLIC, compilable_board
from support import ROOT

Json = dict[str, Any]
pytestmark = pytest.mark.since(12, 4, what="schema v2beta1")
PATH = "/apis/dashboard.grafana.app/v2beta1/namespaces/default/dashboards"
SHIPPED = sorted((ROOT / "provisioning/dashboards").rglob("*.json"))


def everything_of_grafana_12() -> Board:
    """Return the board with every kind, without parts that are new in Grafana 13."""
    board = compilable_board()
    del board["preferences"]
    del board["annotations"][0]["spec"]["query"]["labels"]
    del board["elements"]["cell"], board["elements"]["panel-2"]["spec"]["subtitle"]
    board["variables"] = [each for each in board["variables"] if each["kind"] != "FancyVariable"]
    for variable in board["variables"]:
        variable["spec"].pop("enableGroupBy", None)
        variable["spec"].pop("placeholder", None)
    rows, grid, later = (board["layout"]["spec"]["tabs"][index]["spec"] for index in (1, 2, 4))
    del rows["variables"], rows["layout"]["spec"]["rows"][2]["spec"]["variables"]
    grid["layout"]["spec"]["items"].pop()
    later["layout"] = {"kind": "GridLayout", "spec": {"items": []}}
    return board


def library_board() -> Board:
    notes, more = text("Hello", title="Notes"), text("Hello", title="More")
    hidden = show(more, show_when(variable="detail", equals="true"))
    panels = tabs(tab("One", auto_grid([notes, hidden])), tab("Two", row("Row", [notes])))
    variables = Templating(list=[switch("detail")])
    return dict(plain(Dashboard(title="Library", panels=panels, templating=variables)))


def compile_v2(board: Board) -> Board:
    document = Document(body=board, place=Place(file="b.json"), name="b", form="json")
    return write_v2_spec(compile_document(document, CompilerContext()).body, "v2beta1")


def without_empty(value: Any) -> Any:
    """Return a board without the empty values that a real 12.4.3 removes or adds.

    Grafana removes empty lists of value mappings, and adds an empty description to panels.
    """
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    if not isinstance(value, dict):
        return value
    empty = (("mappings", []), ("description", ""))
    return {key: without_empty(item) for key, item in value.items() if (key, item) not in empty}


BOARDS = {
    "every kind": everything_of_grafana_12(),
    "library": library_board(),
    **{file.stem: json.loads(file.read_text()) for file in SHIPPED},
}


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_is_accepted_strictly_and_unchanged(
    name: str, target: Target, new_uid: NewUid
) -> None:
    uid, spec = new_uid(), compile_v2(BOARDS[name])
    resource = {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": uid},
        "spec": spec,
    }
    answer = target.raw("POST", f"{PATH}?fieldValidation=Strict", resource)
    assert answer.status_code == 201, answer.text
    stored = target.raw("GET", f"{PATH}/{uid}").json()
    assert without_empty(stored["spec"]) == without_empty(spec)


REFUSED = ("broken-dashboard", "exchange 7", "exchange 11")
"""An invalid variable, a missing element, and a layout of an unknown kind."""


@pytest.mark.parametrize("spec", [each.values[1] for each in PUBLIC if each.id not in REFUSED])
def test_a_real_grafana_accepts_a_public_board(spec: Json, real: Target) -> None:
    uid = f"bw-contract-{secrets.token_hex(6)}"
    resource = {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": uid},
        "spec": compile_v2(spec),
    }
    answer = real.raw("POST", PATH, resource)
    real.raw("DELETE", f"{PATH}/{uid}")
    assert answer.status_code == 201, answer.text
