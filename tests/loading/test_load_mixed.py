"""Boards that mix grafanalib's panels, SDK builders and dicts; values that JSON cannot hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from loading_project import Load, messages, places, write

from boardwright.errors import DeclarationError
from boardwright.schema.document import ORIGIN
from loading.loading_project import only_board


def test_panels_of_every_kind_can_be_in_one_board(load_files: Load) -> None:
    pytest.importorskip("grafana_foundation_sdk")
    board = only_board(
        load_files(
            {
                "dashboards/mixed.py": """
                    from grafana_foundation_sdk.builders import prometheus, timeseries
                    from grafanalib.core import AlertList, Dashboard, RowPanel, Stat, Target
                    from boardwright.promql import metric, rate

                    query = prometheus.Dataquery().expr(rate(metric("up")))
                    built = timeseries.Panel().title("Builder")
                    built.with_target(query)
                    board = Dashboard(
                        title="Mixed",
                        panels=[
                            Stat(title="Own", targets=[
                                Target(expr=rate(metric("up"))),
                                Target(expr="down"),
                            ]),
                            {"type": "text", "title": "Dict"},
                            built,
                            timeseries.Panel().title("Model").build(),
                            RowPanel(title="Row", panels=[{"type": "text"}, Stat()]),
                            AlertList(),
                        ],
                    ).auto_panel_ids()
                """
            }
        )
    )
    panels = board["panels"]
    assert [panel["title"] for panel in panels[:5]] == ["Own", "Dict", "Builder", "Model", "Row"]
    assert [panel.get("id") for panel in panels] == [1, None, None, None, 2, 4]
    assert [panel.get("id") for panel in panels[4]["panels"]] == [None, 3]
    assert [target["expr"] for target in panels[0]["targets"]] == ["rate(up[1m])", "down"]
    assert panels[2]["targets"][0]["expr"] == "rate(up[1m])"
    assert places(panels) == [f"dashboards/mixed.py:{n}" for n in (12, 16, 7, 18, 19, 20)]
    assert places(panels[2]["targets"]) == ["dashboards/mixed.py:6"]
    assert [panel[ORIGIN].explicit_arguments is None for panel in panels[:4]] == [
        False,
        True,
        True,
        True,
    ]


def test_a_row_can_contain_mixed_panels(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Graph, Row

        board = Dashboard(title="x", rows=[
            Row(title="r", panels=[Graph(title="g"), {"type": "text", "span": 6}]),
            Row(panels=[]),
            Row(),
        ]).auto_panel_ids()
    """
    rows = only_board(load_files({"dashboards/x.py": code}))["rows"]
    assert [panel["span"] for panel in rows[0]["panels"]] == [12, 6]
    assert (rows[0]["title"], rows[0]["panels"][0]["id"]) == ("r", 1)


def test_the_sdk_is_imported_only_if_a_module_uses_it(tmp_path: Path) -> None:
    code = "import sys\nx = {'title': str([m for m in sys.modules if 'sdk' in m]), 'panels': []}\n"
    write(tmp_path, {"x.py": code})
    script = dedent("""
        from pathlib import Path
        from boardwright.loading.file_reader import LoadSettings
        from boardwright.loading.load_files import load_files
        root = Path.cwd()
        settings = LoadSettings(root=root, dashboards=root)
        print(*load_files([root / "x.py"], settings, finish=lambda: lambda f: f.documents[0].title))
    """)
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "['boardwright.loading.sdk_objects']\n"


class TestSdk:
    """Boards of Grafana's Foundation SDK."""

    CODE = """
        from grafana_foundation_sdk.builders import prometheus, timeseries
        from grafana_foundation_sdk.builders.dashboard import Dashboard, QueryVariable, Row
        from grafana_foundation_sdk.models.dashboard import DashboardCursorSync

        board = (
            Dashboard("Built")
            .uid("built")
            .tooltip(DashboardCursorSync.CROSSHAIR)
            .with_variable(QueryVariable("job"))
            .with_row(Row("Row"))
            .with_panel(
                timeseries.Panel()
                .title("CPU")
                .with_target(prometheus.Dataquery().expr("up"))
            )
        )
        model = Dashboard("Model").build()
    """

    @pytest.fixture(autouse=True)
    def _sdk(self) -> None:
        pytest.importorskip("grafana_foundation_sdk")

    def test_builders_and_models_are_boards(self, load_files: Load) -> None:
        loaded = load_files({"dashboards/x.py": self.CODE})
        assert [(d.name, d.title, d.form) for d in loaded.documents] == [
            ("board", "Built", "sdk"),
            ("model", "Model", "sdk"),
        ]

    def test_builders_become_plain_data_with_places(self, load_files: Load) -> None:
        board = load_files({"dashboards/x.py": self.CODE}).documents[0].body
        assert (board["graphTooltip"], type(board["graphTooltip"])) == (1, int)
        assert places(board["panels"]) == ["dashboards/x.py:11", "dashboards/x.py:13"]
        assert places(board["panels"][1]["targets"]) == ["dashboards/x.py:15"]
        assert places(board["templating"]["list"]) == ["dashboards/x.py:10"]

    def test_a_builder_that_fails_is_reported_with_the_panel(self, load_files: Load) -> None:
        code = """
            from grafanalib.core import Dashboard

            class Odd:
                def build(self):
                    raise ValueError("no metric")

            board = Dashboard(title="x", panels=[Odd()])
        """
        (error,) = load_files({"dashboards/x.py": code}).errors
        assert str(error) == 'dashboards/x.py:6, board "x": ValueError: no metric'


def test_values_that_can_be_converted_to_json_are_accepted(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/x.py": """
                    from collections import OrderedDict
                    from decimal import Decimal
                    from enum import Enum
                    from boardwright.promql import metric, var

                    class Mode(Enum):
                        NORMAL = "normal"

                    class Text(str):
                        pass

                    board = {
                        "title": Text("x"),
                        "panels": (),
                        "options": OrderedDict({1: Mode.NORMAL, 2.5: Decimal("0.25")}),
                        "values": [metric("up"), var("job"), 2**70, 1e300, True, None],
                    }
                """
            }
        )
    )
    assert type(board["title"]) is str
    assert board["panels"] == []
    assert board["options"] == {"1": "normal", "2.5": 0.25}
    assert board["values"] == ["up", "$job", 2**70, 1e300, True, None]


def test_the_data_of_a_board_is_a_copy(load_files: Load) -> None:
    code = """
        panel = {"type": "text", "options": {"content": "a"}}
        first = {"title": "A", "panels": [panel]}
        second = {"title": "B", "panels": [panel]}
    """
    first, second = (d.body for d in load_files({"dashboards/x.py": code}).documents)
    first["panels"][0]["options"]["content"] = "changed"
    assert second["panels"][0]["options"]["content"] == "a"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("float('nan')", "is nan, which JSON cannot express"),
        ("float('-inf')", "is -inf, which JSON cannot express"),
        ("object()", "is an object of type object, which JSON cannot express"),
        ("b'x'", "is an object of type bytes, which JSON cannot express"),
        ("{1, 2}", "is a set, which has no order: use a list"),
        ("Stat", "is the class Stat instead of an object: add parentheses to call the class"),
        ("len", "is the function len instead of its result: add parentheses to call the function"),
        ("{None: 1}", "has the key None, which is neither a string nor a number"),
        ("{True: 1}", "has the key True, which is neither a string nor a number"),
        ("{(1, 2): 1}", "has the key (1, 2), which is neither a string nor a number"),
        ("{1: 1, '1': 2}", "has the key '1' twice"),
        ("{'$origin': 1}", "has the key '$origin', which is reserved for boardwright"),
        ("(x for x in [])", "is an object of type generator, which JSON cannot express"),
    ],
)
def test_values_that_json_cannot_express_are_reported(
    load_files: Load, value: str, what: str
) -> None:
    code = f"""
        from grafanalib.core import Dashboard, Stat, TimeSeries

        board = Dashboard(title="x", panels=[
            Stat(title="fine"),
            TimeSeries(
                title="odd",
                extraJson={{"options": {{"a b": [{value}]}}}},
            ),
        ])
        other = Dashboard(title="Other")
    """
    loaded = load_files({"dashboards/x.py": code})
    assert messages(loaded) == [f'dashboards/x.py:6: panels[1].options["a b"][0] {what}']
    assert [document.title for document in loaded.documents] == ["Other"]


def test_a_panel_that_contains_itself_is_reported(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, RowPanel

        row = RowPanel(title="x")
        row.panels.append(row)
        board = Dashboard(title="x", panels=[row])
    """
    assert messages(load_files({"dashboards/x.py": code})) == [
        "dashboards/x.py:4: panels[0].panels[0] contains itself"
    ]


def test_a_dict_that_contains_itself_is_reported(load_files: Load) -> None:
    code = "board = {'title': 'x', 'panels': []}\nboard['panels'].append(board)\n"
    assert messages(load_files({"dashboards/x.py": code})) == [
        "dashboards/x.py:1: panels[0] contains itself"
    ]


def test_data_nested_too_deeply_is_reported(load_files: Load) -> None:
    code = """
        deep = []
        for _ in range(500):
            deep = [deep]
        board = {"title": "x", "panels": deep}
    """
    (message,) = messages(load_files({"dashboards/x.py": code}))
    assert message.startswith("dashboards/x.py:5: panels[0][0][0]")
    assert message.endswith("[0] is nested more than 100 levels deep")


def test_a_panel_that_grafanalib_cannot_convert_is_reported(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Stat

        panel = Stat(title="x")
        panel.repeat = "job"
        board = Dashboard(title="x", panels=[panel])
    """
    (error,) = load_files({"dashboards/x.py": code}).errors
    assert str(error) == (
        'dashboards/x.py:4, board "x", panel "x": AttributeError:'
        " 'str' object has no attribute 'variable'"
    )
    assert isinstance(error, DeclarationError)


def test_a_board_that_becomes_a_list_is_reported(load_files: Load) -> None:
    code = """
        class Odd:
            def to_json_data(self):
                return ["x"]
        dashboard = Odd()
    """
    assert messages(load_files({"dashboards/x.dashboard.py": code})) == [
        "dashboards/x.dashboard.py:5: the board was converted to list, not to a JSON object"
    ]


def test_a_v2_board_can_be_a_dict(load_files: Load) -> None:
    code = "board = {'title': 'x', 'elements': {}, 'layout': {}}\n"
    (document,) = load_files({"dashboards/x.py": code}).documents
    assert (document.title, str(document.place)) == ("x", "dashboards/x.py:1")
