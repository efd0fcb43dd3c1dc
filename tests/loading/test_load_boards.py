"""Values that count as boards, with their name, folder and tags."""

from __future__ import annotations

import pytest
from loading_project import Load, messages, titles

BOARD = "from grafanalib.core import Dashboard\nboard = Dashboard(title='One')\n"


def test_a_module_declares_any_number_of_boards(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/several.py": """
                from grafanalib.core import Dashboard

                first = Dashboard(title="A")
                more = [Dashboard(title="B"), Dashboard(title="C")]
                by_team = {"ops": Dashboard(title="D")}
                _private = Dashboard(title="E")
            """
        }
    )
    assert [(d.name, d.title) for d in loaded.documents] == [
        ("first", "A"),
        ("more[0]", "B"),
        ("more[1]", "C"),
        ("by_team['ops']", "D"),
    ]
    assert [str(d.place) for d in loaded.documents] == [
        "dashboards/several.py:4",
        "dashboards/several.py:5",
        "dashboards/several.py:5",
        "dashboards/several.py:6",
    ]


def test_a_board_with_two_names_is_one_board(load_files: Load) -> None:
    loaded = load_files(
        {"dashboards/twice.py": BOARD + "again = board\neverything = [board, again]\n"}
    )
    assert [(d.name, d.title) for d in loaded.documents] == [("board", "One")]


def test_the_copy_with_panel_ids_replaces_the_original(load_files: Load) -> None:
    loaded = load_files({"dashboards/ids.py": BOARD + "numbered = board.auto_panel_ids()\n"})
    assert [d.name for d in loaded.documents] == ["numbered"]


def test_the_original_is_the_board_if_the_numbered_copy_is_not_kept(load_files: Load) -> None:
    loaded = load_files({"dashboards/ids.py": BOARD + "print(board.auto_panel_ids())\n"})
    assert [d.name for d in loaded.documents] == ["board"]


def test_a_changed_copy_is_another_board(load_files: Load) -> None:
    code = BOARD + "import attr\nother = attr.evolve(board, title='Other')\n"
    assert titles(load_files({"dashboards/copy.py": code})) == ["One", "Other"]


def test_a_dict_that_looks_like_a_board_is_a_board(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/dicts.py": """
                plain = {"title": "Plain", "panels": []}
                exported = {"dashboard": {"title": "Exported", "panels": []}, "overwrite": True}
                resource = {
                    "apiVersion": "dashboard.grafana.app/v1beta1",
                    "kind": "Dashboard",
                    "metadata": {"name": "res"},
                    "spec": {"title": "Resource", "panels": []},
                }
                row = {"type": "row", "title": "A row", "panels": []}
                legend = {"title": "Legend"}
                defaults = {"panels": [], "time": {}}
            """
        }
    )
    assert not loaded.errors
    assert [(d.name, d.title, d.form) for d in loaded.documents] == [
        ("plain", "Plain", "dict"),
        ("exported", "Exported", "dict"),
        ("resource", "Resource", "dict"),
    ]
    assert loaded.documents[2].body["uid"] == "res"


def test_a_module_without_boards_is_not_an_error(load_files: Load) -> None:
    loaded = load_files({"dashboards/helper.py": "from grafanalib.core import *\nx = [1, 2]\n"})
    assert (loaded.documents, loaded.errors) == ([], [])


def test_a_tuple_with_a_declared_board_is_not_an_error(load_files: Load) -> None:
    code = BOARD + "pair = ('one.json', board)\n"
    assert titles(load_files({"dashboards/pair.py": code})) == ["One"]


def test_a_board_in_a_list_of_other_values_is_refused(load_files: Load) -> None:
    code = "from grafanalib.core import Dashboard\npairs = ['one.json', Dashboard(title='One')]\n"
    assert messages(load_files({"dashboards/pair.py": code})) == [
        "dashboards/pair.py:2: `pairs[0]` is a str, not a board"
    ]


class TestConvention:
    """grafanalib's `*.dashboard.py`."""

    def test_only_the_variable_dashboard_declares_a_board(self, load_files: Load) -> None:
        code = """
            from grafanalib.core import Dashboard
            base = Dashboard(title="Base")
            dashboard = Dashboard(title="The one")
        """
        assert titles(load_files({"dashboards/x.dashboard.py": code})) == ["The one"]

    def test_an_object_with_to_json_data_is_a_board(self, load_files: Load) -> None:
        code = """
            class Own:
                def to_json_data(self):
                    return {"title": "Own"}
            dashboard = Own()
        """
        assert titles(load_files({"dashboards/x.dashboard.py": code})) == ["Own"]

    def test_without_the_variable_the_nearest_board_is_named(self, load_files: Load) -> None:
        code = """
            from grafanalib.core import Dashboard
            other = Dashboard(title="Other")
            dashbord = Dashboard(title="Node")
        """
        assert messages(load_files({"dashboards/x.dashboard.py": code})) == [
            "dashboards/x.dashboard.py:4: has no variable `dashboard`, which a *.dashboard.py file"
            " must have\n  `dashbord` is a board: rename it to `dashboard`."
        ]

    def test_a_dashboard_file_without_a_board_is_reported(self, load_files: Load) -> None:
        assert messages(load_files({"dashboards/x.dashboard.py": "x = 1\n"})) == [
            (
                "dashboards/x.dashboard.py: has no variable `dashboard`, which a "
                "*.dashboard.py file must have\n  Assign the board to the variable "
                "`dashboard`, or rename the file if it declares no board."
            )
        ]

    @pytest.mark.parametrize(
        ("value", "noun"),
        [
            ("5", "an int"),
            ("None", "None"),
            ("'node'", "a str"),
            ("__import__('grafanalib.core').core.Dashboard", "the class Dashboard"),
            ("[]", "a list"),
        ],
    )
    def test_a_variable_dashboard_that_is_not_a_board_is_reported(
        self, load_files: Load, value: str, noun: str
    ) -> None:
        assert messages(load_files({"dashboards/x.dashboard.py": f"dashboard = {value}\n"})) == [
            f"dashboards/x.dashboard.py:1: `dashboard` is {noun}, not a board\n"
            "  Use a grafanalib Dashboard, a Foundation SDK dashboard, or a dict as a board."
        ]


class TestFolderAndTags:
    def test_a_module_names_its_folder_and_tags(self, load_files: Load) -> None:
        code = "folder = 'Infrastructure/Node'\ntags = ['node', 'linux']\n" + BOARD
        (document,) = load_files({"dashboards/infra/node.py": code}).documents
        assert (document.folder, document.tags) == ("Infrastructure/Node", ("node", "linux"))

    def test_boards_without_a_folder_are_in_the_folder_of_the_directory(
        self, load_files: Load
    ) -> None:
        loaded = load_files(
            {
                "dashboards/infra/linux/node.py": BOARD,
                "dashboards/infra/disk.json": '{"title": "Disk", "panels": []}',
                "dashboards/top.py": BOARD,
            }
        )
        assert [(d.place.file, d.folder) for d in loaded.documents] == [
            ("dashboards/infra/disk.json", "infra"),
            ("dashboards/infra/linux/node.py", "infra/linux"),
            ("dashboards/top.py", None),
        ]

    @pytest.mark.parametrize(
        ("folder", "what"),
        [
            (
                "'../secret'",
                "`folder` is '../secret', but . and .. cannot be titles of folders",
            ),
            ("'a/./b'", "`folder` is 'a/./b', but . and .. cannot be titles of folders"),
            ("'/Node'", "`folder` is '/Node', which has an empty title before or after a slash"),
            ("'Node/'", "`folder` is 'Node/', which has an empty title before or after a slash"),
            ("'a// /b'", "`folder` is 'a// /b', which has an empty title before or after a slash"),
            ("''", "`folder` is '', which has an empty title before or after a slash"),
            ("5", "`folder` is int, not a string"),
        ],
    )
    def test_an_illegal_folder_is_refused(self, load_files: Load, folder: str, what: str) -> None:
        loaded = load_files({"dashboards/node.py": BOARD + f"folder = {folder}\n"})
        assert messages(loaded) == [
            f"dashboards/node.py:3: {what}\n"
            "  Separate the titles of nested folders with /, for example folder = "
            '"Infrastructure/Node"'
        ]
        assert loaded.documents == []

    @pytest.mark.parametrize(
        ("tags", "what"),
        [
            ("'node'", "`tags` is str, not a list"),
            ("['node', 5]", "`tags` contains 5, but a tag must be a string that is not blank"),
            ("['']", "`tags` contains '', but a tag must be a string that is not blank"),
        ],
    )
    def test_illegal_tags_are_refused(self, load_files: Load, tags: str, what: str) -> None:
        loaded = load_files({"dashboards/node.py": BOARD + f"tags = {tags}\n"})
        assert messages(loaded) == [
            f"dashboards/node.py:3: {what}\n"
            '  Set `tags` to a list of strings, for example tags = ["node"]'
        ]

    def test_a_variable_folder_in_a_helper_has_no_meaning(self, load_files: Load) -> None:
        assert not load_files({"dashboards/helper.py": "folder = 5\ntags = 'x'\n"}).errors


class TestExplicitPaths:
    def test_a_named_module_must_declare_a_board(self, load_files: Load) -> None:
        loaded = load_files({"dashboards/helper.py": "x = 1\n"}, "dashboards/helper.py")
        assert messages(loaded) == [
            "dashboards/helper.py: declares no board\n"
            "  A board is a module-level grafanalib Dashboard, Foundation SDK dashboard, or dict."
        ]

    def test_a_named_module_may_import_the_board_that_it_declares(self, load_files: Load) -> None:
        files = {"dashboards/all.py": "from node import board\n", "dashboards/node.py": BOARD}
        assert [d.name for d in load_files(files, "dashboards/all.py").documents] == ["board"]

    def test_a_missing_file_is_reported(self, load_files: Load) -> None:
        assert messages(load_files({}, "dashboards/x.py")) == [
            "dashboards/x.py: the file does not exist"
        ]

    def test_a_file_of_another_kind_is_reported(self, load_files: Load) -> None:
        assert messages(load_files({"board.txt": "a: 1\n"}, "board.txt")) == [
            "board.txt: is not a Python module, a JSON file or a file of rules\n"
            "  Declare boards in .py or .json files, and rules in .py or .yml files."
        ]

    def test_a_file_outside_the_dashboards_folder_has_no_folder(self, load_files: Load) -> None:
        (document,) = load_files({"lib/deep/node.py": BOARD}, "lib/deep/node.py").documents
        assert (document.place.file, document.folder) == ("lib/deep/node.py", None)


MAIN_ONLY = """
    import json
    from grafanalib.core import Dashboard

    if __name__ == "__main__":
        board = Dashboard(title="Only here")
        print(json.dumps(board.to_json_data()))
"""


def test_a_board_created_only_in_the_main_block_is_noted(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": MAIN_ONLY})
    assert (loaded.documents, loaded.errors) == ([], [])
    assert [str(note) for note in loaded.remarks] == [
        (
            "dashboards/x.py:5: declares no board: the block under `if __name__ == "
            "'__main__'` does not run when boardwright imports the module. Assign the board "
            "to a variable of the module"
        )
    ]


def test_a_named_file_with_a_board_only_in_the_main_block_is_an_error(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": MAIN_ONLY}, "dashboards/x.py")
    (error,) = loaded.errors
    assert error.what == "declares no board"
    assert error.hint is not None
    assert "The block under `if __name__ == '__main__'` does not run" in error.hint


@pytest.mark.parametrize(
    "code",
    [
        "def panel():\n    return {}\n\nif __name__ == '__main__':\n    print(panel())\n",
        "board = {'title': 'x', 'panels': []}\n\nif __name__ == '__main__':\n    board.build()\n",
        "if 1 == 2:\n    Dashboard()\n",
    ],
)
def test_main_blocks_of_helpers_and_of_declared_boards_are_not_noted(
    load_files: Load, code: str
) -> None:
    assert load_files({"dashboards/x.py": code}).remarks == []
