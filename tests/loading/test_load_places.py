"""The `Origin` of each object: its place, and the arguments that were passed."""

from __future__ import annotations

from typing import Any

import pytest
from loading_project import Load, places

from boardwright.schema.document import ORIGIN
from loading.loading_project import only_board


def read_argument_names(value: dict[str, Any]) -> set[str] | None:
    """Return the arguments that were passed to an object."""
    names = value[ORIGIN].explicit_arguments
    return None if names is None else set(names)


def test_every_board_row_panel_query_and_variable_has_its_place(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/node.py": """
                    from grafanalib.core import (
                        Annotations, Dashboard, Graph, Row, Target, Template, Templating,
                    )

                    board = Dashboard(
                        title="Node",
                        templating=Templating(list=[
                            Template("job", "label_values(job)"),
                            Template(
                                "instance",
                                query="label_values(instance)",
                            ),
                        ]),
                        annotations=Annotations(list=[{"name": "Deploys"}]),
                        rows=[
                            Row(
                                title="CPU",
                                panels=[
                                    Graph(targets=[
                                        Target(expr="up"),
                                        Target("down", refId="B"),
                                    ]),
                                ],
                            ),
                        ],
                    )
                """
            }
        )
    )
    (row,) = board["rows"]
    assert places([board, *board["templating"]["list"]]) == [
        "dashboards/node.py:6",
        "dashboards/node.py:9",
        "dashboards/node.py:10",
    ]
    assert places(board["annotations"]["list"]) == ["dashboards/node.py:6"]
    assert places([row, *row["panels"], *row["panels"][0]["targets"]]) == [
        "dashboards/node.py:17",
        "dashboards/node.py:20",
        "dashboards/node.py:21",
        "dashboards/node.py:22",
    ]
    assert read_argument_names(board) == {"title", "templating", "annotations", "rows"}
    assert [read_argument_names(each) for each in board["templating"]["list"]] == [
        {"name", "query"}
    ] * 2
    assert [read_argument_names(each) for each in row["panels"][0]["targets"]] == [
        {"expr"},
        {"expr", "refId"},
    ]


def test_passed_values_that_equal_the_default_count_as_passed(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, TimeSeries
        board = Dashboard(title="x", panels=[TimeSeries(maxDataPoints=100, title="")])
    """
    (panel,) = only_board(load_files({"dashboards/x.py": code}))["panels"]
    assert read_argument_names(panel) == {"maxDataPoints", "title"}


def test_values_set_afterwards_count_as_passed(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Target, TimeSeries
        panel = TimeSeries()
        panel.maxDataPoints = 500
        panel.targets.append(Target(expr="up"))
        board = Dashboard(title="x", panels=[panel])
    """
    (panel,) = only_board(load_files({"dashboards/x.py": code}))["panels"]
    assert read_argument_names(panel) == {"maxDataPoints", "targets"}


def test_the_place_is_the_innermost_line_of_the_project(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/node.py": """
                    from grafanalib.core import Dashboard, Target
                    from grafanalib.prometheus import PromGraph
                    from _lib import cpu

                    graph = PromGraph("prometheus", "G", [("up", "up")])
                    board = Dashboard(title="x", panels=[cpu(), graph])
                """,
                "dashboards/_lib.py": """
                    from grafanalib.core import Stat

                    def cpu():
                        return Stat(title="CPU")
                """,
            }
        )
    )
    assert places(board["panels"]) == ["dashboards/_lib.py:5", "dashboards/node.py:6"]
    assert places(board["panels"][1]["targets"]) == ["dashboards/node.py:6"]


def test_a_panel_of_a_helper_has_the_line_that_called_it(load_files: Load) -> None:
    files = {
        "dashboards/node.py": """
            from grafanalib.core import Dashboard, Stat
            from _lib import SHARED, cpu

            def own():
                return Stat(title="Own")

            board = Dashboard(
                title="x",
                panels=[
                    cpu(),
                    own(),
                    SHARED,
                    Stat(title="Plain"),
                ],
            ).auto_panel_ids()
        """,
        "dashboards/_lib.py": """
            from _deep import panel

            SHARED = panel("Shared")

            def cpu():
                return panel("CPU")
        """,
        "dashboards/_deep.py": """
            from grafanalib.core import Stat

            def panel(title):
                return Stat(title=title)
        """,
    }
    panels = only_board(load_files(files))["panels"]
    assert [panel[ORIGIN].place.with_caller for panel in panels] == [
        "dashboards/_deep.py:5 (called at dashboards/node.py:11)",
        "dashboards/node.py:6 (called at dashboards/node.py:12)",
        "dashboards/_deep.py:5",
        "dashboards/node.py:14",
    ]


EVOLVED = """
    import copy
    import attr
    from grafanalib.core import *

    panel = TimeSeries(title="P", unit="s")
    copies = [
        {expression},
    ]
    board = Dashboard(title="x", panels=copies)
"""


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("copy.copy(panel)", {"title", "unit"}),
        ("copy.deepcopy([panel])[0]", {"title", "unit"}),
        ("attr.evolve(panel)", {"title", "unit"}),
        ("attr.evolve(panel, title='Q')", {"title", "unit"}),
        ("attr.evolve(panel, span=3, unit='s')", {"title", "unit", "span"}),
        ("copy.copy(attr.evolve(copy.deepcopy(panel), id=4))", {"title", "unit", "id"}),
        ("attr.evolve(panel, id=4)._map_panels(lambda p: p)", {"title", "unit", "id"}),
    ],
)
def test_a_copy_has_the_place_of_the_original(
    load_files: Load, expression: str, names: set[str]
) -> None:
    board = only_board(load_files({"dashboards/x.py": EVOLVED.replace("{expression}", expression)}))
    assert places(board["panels"]) == ["dashboards/x.py:6"]
    assert read_argument_names(board["panels"][0]) == names


def test_the_numbering_by_grafanalib_passes_no_arguments(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/x.py": """
                    from grafanalib.core import Dashboard, Graph, Row, Target

                    board = Dashboard(title="x", rows=[
                        Row(panels=[
                            Graph(title="auto", targets=[Target("up")]).auto_ref_ids(),
                            Graph(title="own", span=4, id=7),
                        ]),
                    ]).auto_panel_ids()
                """
            }
        )
    )
    auto, own = board["rows"][0]["panels"]
    assert (auto["id"], auto["span"], auto["targets"][0]["refId"]) == (1, 8, "A")
    assert places([board, auto, own]) == [f"dashboards/x.py:{line}" for line in (4, 6, 7)]
    assert (read_argument_names(auto), read_argument_names(own)) == (
        {"title", "targets"},
        {"title", "span", "id"},
    )
    assert read_argument_names(auto["targets"][0]) == {"expr"}
    assert read_argument_names(board) == {"title", "rows"}


def test_values_set_by_presets_of_grafanalib_count_as_passed(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Graph
        from grafanalib.weave import stacked

        board = Dashboard(title="x", panels=[stacked(Graph(title="g"))])
    """
    (panel,) = only_board(load_files({"dashboards/x.py": code}))["panels"]
    assert read_argument_names(panel) == {
        "title",
        "lineWidth",
        "nullPointMode",
        "stack",
        "fill",
        "tooltip",
    }


def test_panel_classes_of_the_user_have_places(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/x.py": """
                    import attr
                    from grafanalib.core import Dashboard, Panel, TimeSeries

                    @attr.s
                    class Traffic(Panel):
                        mode = attr.ib(default="in")
                        def to_json_data(self):
                            return self.panel_json({"type": "traffic", "mode": self.mode})

                    class Seconds(TimeSeries):
                        def __init__(self, title):
                            super().__init__(title=title, unit="s")

                    board = Dashboard(title="x", panels=[
                        Traffic(title="T", mode="in"),
                        Seconds("S"),
                    ])
                """
            }
        )
    )
    assert [panel["type"] for panel in board["panels"]] == ["traffic", "timeseries"]
    assert places(board["panels"]) == ["dashboards/x.py:16", "dashboards/x.py:17"]
    assert {"title", "mode"} <= (read_argument_names(board["panels"][0]) or set())
    assert {"title", "unit"} <= (read_argument_names(board["panels"][1]) or set())


def test_a_default_of_a_user_class_is_created_once(load_files: Load) -> None:
    code = """
        from itertools import count
        import attr
        from grafanalib.core import Dashboard, Stat

        numbers = count()

        @attr.s
        class Counted(Stat):
            number = attr.ib(factory=lambda: next(numbers))

            def to_json_data(self):
                return {"type": "counted", "number": next(numbers)}

        board = Dashboard(title="x", panels=[Counted(), Counted()])
    """
    panels = only_board(load_files({"dashboards/x.py": code}))["panels"]
    assert [panel["number"] for panel in panels] == [2, 3]


def test_the_recorded_place_is_not_visible_on_the_objects(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Stat
        panel = Stat(title="A")
        again = Stat(**vars(panel))
        board = Dashboard(title=str(panel == again), panels=[again])
    """
    assert only_board(load_files({"dashboards/x.py": code}))["title"] == "True"


def test_the_place_of_a_dict_comes_from_the_source_text(load_files: Load) -> None:
    board = only_board(
        load_files(
            {
                "dashboards/x.py": """
                    cpu = {
                        "type": "stat",
                    }
                    board = {
                        "title": "x",
                        "panels": [
                            {"type": "text"},
                            cpu,
                            {
                                "type": "row",
                                "panels": [
                                    {"type": "gauge", "targets": [
                                        {"expr": "up"},
                                    ]},
                                ],
                            },
                        ],
                    }
                """
            }
        )
    )
    row = board["panels"][2]
    assert places([board, *board["panels"]]) == [f"dashboards/x.py:{n}" for n in (5, 8, 2, 10)]
    assert places([*row["panels"], *row["panels"][0]["targets"]]) == [
        "dashboards/x.py:13",
        "dashboards/x.py:14",
    ]
    assert read_argument_names(board) is None


def test_dicts_created_in_a_loop_have_the_place_of_the_board(load_files: Load) -> None:
    code = """
        panels = [{"type": "text", "title": str(n)} for n in range(2)]

        for name in ["x"]:
            board = {"title": name, "panels": panels}
    """
    board = only_board(load_files({"dashboards/x.py": code}))
    assert places([board, *board["panels"]]) == ["dashboards/x.py:5"] * 3


def test_dicts_in_a_grafanalib_board_have_their_own_place(load_files: Load) -> None:
    code = """
        from grafanalib.core import Dashboard, Stat

        board = Dashboard(
            title="x",
            panels=[
                Stat(title="A"),
                {"type": "text"},
            ],
        ).auto_panel_ids()
    """
    board = only_board(load_files({"dashboards/x.py": code}))
    assert places(board["panels"]) == ["dashboards/x.py:7", "dashboards/x.py:8"]
    assert read_argument_names(board["panels"][1]) is None


def test_the_place_of_a_deleted_panel_is_not_used_for_another_object(load_files: Load) -> None:
    code = """
        from grafanalib.core import Stat

        class Text:
            def to_json_data(self):
                return {"type": "text"}

        many = [Stat(title=str(n)) for n in range(500)]
        del many
        panels = [Text() for _ in range(500)]

        for name in ["x"]:
            board = {"title": name, "panels": panels}
    """
    board = only_board(load_files({"dashboards/x.py": code}))
    assert set(places(board["panels"])) == {"dashboards/x.py:13"}


def test_an_unpickled_panel_has_the_place_where_it_was_loaded(load_files: Load) -> None:
    code = """
        import pickle
        from grafanalib.core import Dashboard, TimeSeries

        text = pickle.dumps(TimeSeries(title="P", unit="s"))
        board = Dashboard(title="x", panels=[pickle.loads(text)])
    """
    board = only_board(load_files({"dashboards/x.py": code}))
    assert places(board["panels"]) == ["dashboards/x.py:6"]
    assert read_argument_names(board["panels"][0]) == {"title", "unit"}


def test_a_numbered_board_keeps_its_places_after_the_original_is_deleted(load_files: Load) -> None:
    code = """
        import gc
        from grafanalib.core import Dashboard, Stat

        def numbered(number):
            return Dashboard(
                title=str(number),
                panels=[Stat(title="A", decimals=1)],
            ).auto_panel_ids()

        boards = [numbered(n) for n in range(50)]
        gc.collect()
    """
    documents = load_files({"dashboards/x.py": code}).documents
    assert [document.body["title"] for document in documents] == [str(n) for n in range(50)]
    panels = [panel for document in documents for panel in document.body["panels"]]
    assert set(places(panels)) == {"dashboards/x.py:8"}
    assert [read_argument_names(panel) for panel in panels] == [{"title", "decimals"}] * 50
