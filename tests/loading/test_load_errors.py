"""Modules that cannot be loaded: their messages; the others are still loaded."""

from __future__ import annotations

import pytest
from loading_project import Load, LoadedProject, messages, titles

from boardwright.errors import DeclarationError, PromqlError

BOARD = "from grafanalib.core import Dashboard\nboard = Dashboard(title='One')\n"


def trace(loaded: LoadedProject) -> str:
    (error,) = loaded.errors
    assert isinstance(error, DeclarationError)
    return error.trace


def test_a_broken_module_does_not_hide_the_others(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/a.py": BOARD,
            "dashboards/b.py": "1 / 0\n",
            "dashboards/c.py": "x = \n",
            "dashboards/d.py": BOARD,
            "dashboards/e.json": "{",
        }
    )
    assert [d.place.file for d in loaded.documents] == ["dashboards/a.py", "dashboards/d.py"]
    assert [error.where for error in loaded.errors] == [
        "dashboards/b.py:1",
        "dashboards/c.py:1:5",
        "dashboards/e.json:1:2",
    ]


def test_the_place_and_the_trace_show_only_lines_of_the_user(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/node.py": "from _lib import panel\n\nboard = panel('CPU')\n",
            "dashboards/_lib.py": """
                from grafanalib.core import TimeSeries

                def panel(title):
                    return TimeSeries(title=title, unit=5)
            """,
        }
    )
    what = "TypeError: 'unit' must be <class 'str'> (got 5 that is a <class 'int'>)."
    assert messages(loaded) == [f"dashboards/_lib.py:5: {what}"]
    assert trace(loaded) == (
        "Traceback (most recent call last):\n"
        '  File "dashboards/node.py", line 3, in <module>\n'
        "    board = panel('CPU')\n"
        '  File "dashboards/_lib.py", line 5, in panel\n'
        "    return TimeSeries(title=title, unit=5)\n"
        f"{what}"
    )


def test_an_exception_with_a_cause_is_reported_with_both_lines(load_files: Load) -> None:
    code = """
        try:
            {}["job"]
        except KeyError as error:
            raise ValueError("no job\\nsecond line") from error
    """
    loaded = load_files({"dashboards/node.py": code})
    assert messages(loaded) == ["dashboards/node.py:5: ValueError: no job"]
    assert trace(loaded) == (
        "Traceback (most recent call last):\n"
        '  File "dashboards/node.py", line 3, in <module>\n'
        '    {}["job"]\n'
        "KeyError: 'job'\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        "Traceback (most recent call last):\n"
        '  File "dashboards/node.py", line 5, in <module>\n'
        '    raise ValueError("no job\\nsecond line") from error\n'
        "ValueError: no job\nsecond line"
    )


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        (
            "panels=tuple(Graph(title=str(n)) for n in range(40))",
            "TypeError: 'panels' must be <class 'list'> (got (Graph(",
            " that is a <class 'tuple'>).",
        ),
        (
            "templating=[Template(name='a', query='x') for n in range(40)]",
            "TypeError: 'templating' must be <class 'grafanalib.core.Templating'> (got [Template(",
            " that is a <class 'list'>).",
        ),
    ],
)
def test_a_message_with_whole_panels_is_shortened(
    load_files: Load, given: str, start: str, end: str
) -> None:
    code = "from grafanalib.core import Dashboard, Graph, Template\n"
    code += f"board = Dashboard(**{{'title': 'big', 'panels': []}} | dict({given}))\n"
    loaded = load_files({"dashboards/node.py": code})
    (message,) = messages(loaded)
    assert message.startswith(f"dashboards/node.py:2: {start}")
    assert message.endswith(end)
    assert len(message) < 600
    last = trace(loaded).splitlines()[-1]
    assert message.endswith(last)


def test_the_trace_omits_lines_of_libraries(load_files: Load) -> None:
    code = "import urllib.parse\n\nurllib.parse.urlsplit('http://[')\n"
    assert trace(load_files({"dashboards/node.py": code})) == (
        "Traceback (most recent call last):\n"
        '  File "dashboards/node.py", line 3, in <module>\n'
        "    urllib.parse.urlsplit('http://[')\n"
        "ValueError: Invalid IPv6 URL"
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = = 1\n", "dashboards/x.py:1:5: SyntaxError: invalid syntax: x = = 1"),
        (
            "def f():\nreturn 1\n",
            "dashboards/x.py:2:1: IndentationError: expected an indented block after function"
            " definition on line 1: return 1",
        ),
    ],
)
def test_a_syntax_error_is_reported_with_line_and_column(
    load_files: Load, code: str, message: str
) -> None:
    assert messages(load_files({"dashboards/x.py": code})) == [message]


def test_a_syntax_error_in_a_helper_is_reported_in_the_helper(load_files: Load) -> None:
    files = {"dashboards/x.py": "import _lib\n", "dashboards/_lib.py": "x = (1\n"}
    assert messages(load_files(files)) == [
        "dashboards/_lib.py:1:5: SyntaxError: '(' was never closed: x = (1"
    ]


def test_a_module_that_is_not_utf8_is_reported(load_files: Load) -> None:
    (message,) = messages(load_files({"dashboards/x.py": b"x = '\xff'\n"}))
    assert message.startswith("dashboards/x.py")
    assert "utf-8" in message


def test_a_module_with_a_null_byte_is_reported(load_files: Load) -> None:
    (message,) = messages(load_files({"dashboards/x.py": b"x = 1\n\x00\n"}))
    assert message.startswith("dashboards/x.py")
    assert "null bytes" in message


def test_a_circular_import_is_named(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/a.py": "from b import thing\nvalue = 1\n",
            "dashboards/b.py": "from c import other\nthing = 1\n",
            "dashboards/c.py": "from b import thing\nother = 1\n",
        },
        "dashboards/a.py",
    )
    assert messages(loaded) == [
        "dashboards/c.py:1: circular import:"
        " dashboards/b.py -> dashboards/c.py -> dashboards/b.py\n"
        "  Move the shared code to a third module, or import inside the function that needs it."
    ]
    assert trace(loaded).startswith(
        'Traceback (most recent call last):\n  File "dashboards/a.py", line 1, in <module>\n'
    )


def test_a_circular_import_by_attribute_is_named(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/a.py": "import b\nvalue = b.value\n",
            "dashboards/b.py": "import a\nvalue = a.value\n",
        },
        "dashboards/a.py",
    )
    assert messages(loaded)[0].startswith(
        "dashboards/b.py:2: circular import: dashboards/a.py -> dashboards/b.py -> dashboards/a.py"
    )


def test_a_module_that_calls_sys_exit_is_reported(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": "import sys\nsys.exit(3)\n", "dashboards/y.py": BOARD})
    assert messages(loaded) == [
        "dashboards/x.py:2: calls sys.exit(3) when it is loaded\n"
        '  Move code that only a script needs under `if __name__ == "__main__":`.'
    ]
    assert len(loaded.documents) == 1


def test_a_module_does_not_read_the_arguments_of_boardwright(load_files: Load) -> None:
    code = "import argparse\nargparse.ArgumentParser().parse_args()\n" + BOARD
    assert titles(load_files({"dashboards/x.py": code})) == ["One"]


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "GeneratorExit"])
def test_a_module_that_raises_another_base_exception_is_reported(
    load_files: Load, name: str
) -> None:
    loaded = load_files({"dashboards/x.py": f"raise {name}\n", "dashboards/y.py": BOARD})
    assert messages(loaded) == [f"dashboards/x.py:1: {name}"]
    assert len(loaded.documents) == 1


def test_endless_recursion_is_reported_with_a_short_trace(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": "def f(n):\n    return f(n + 1)\n\nf(0)\n"})
    assert messages(loaded) == [
        "dashboards/x.py:2: RecursionError: a function calls itself without end"
    ]
    assert len(trace(loaded).splitlines()) < 60


def test_a_missing_module_is_reported_with_a_hint(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": "import no_such_module.deep\n"})
    assert messages(loaded) == [
        "dashboards/x.py:1: ModuleNotFoundError: No module named 'no_such_module'\n"
        "  Install 'no_such_module' in boardwright's environment, or add the folder that "
        "contains the module to `python_path` in boardwright.toml."
    ]


def test_a_relative_import_without_a_package_is_reported_with_a_hint(load_files: Load) -> None:
    loaded = load_files({"dashboards/infra/x.py": "from .common import y\n"})
    assert messages(loaded) == [
        "dashboards/infra/x.py:1: ImportError: attempted relative import with no known parent"
        " package\n  Add an __init__.py to the module's folder, because relative imports "
        "require one."
    ]


def test_our_own_errors_keep_their_message_and_place(load_files: Load) -> None:
    code = """
        from boardwright.promql import metric, rate

        broken = rate(metric("up"), "1s")
    """
    loaded = load_files({"dashboards/x.py": code})
    (error,) = loaded.errors
    assert isinstance(error, PromqlError)
    assert error.where == "dashboards/x.py:4"


def test_an_error_of_ours_without_a_place_has_the_line_of_the_user(load_files: Load) -> None:
    code = """
        from boardwright.errors import DocumentError

        def broken():
            raise DocumentError("is odd", hint="correct it")

        broken()
    """
    assert messages(load_files({"dashboards/x.py": code})) == [
        "dashboards/x.py:5: is odd\n  correct it"
    ]


def test_the_scrape_interval_of_the_project_is_used_in_expressions(load_files: Load) -> None:
    code = """
        from boardwright.promql import metric, rate

        board = {"title": str(rate(metric("up"))), "panels": []}
    """
    files = {"dashboards/x.py": code}
    assert titles(load_files(files, scrape_interval="30s")) == ["rate(up[2m])"]
    assert titles(load_files(files, window="$__rate_interval")) == ["rate(up[$__rate_interval])"]


def test_an_error_in_a_helper_that_writes_a_panel_names_board_and_panel(load_files: Load) -> None:
    files = {
        "dashboards/_lib.py": """
            import attr
            from grafanalib.core import Stat

            @attr.s
            class Limit(Stat):
                def to_json_data(self):
                    return {"limit": {}[self.title]}
        """,
        "dashboards/a.py": """
            from grafanalib.core import Dashboard, RowPanel
            from _lib import Limit

            row = RowPanel(title="R", panels=[Limit(title="CPU")])
            board = Dashboard(title="Node", panels=[row])
            other = Dashboard(title="Other")
        """,
    }
    loaded = load_files(files)
    assert messages(loaded) == [
        'dashboards/_lib.py:8, board "Node", panel "R", panel "CPU": KeyError: \'CPU\''
    ]
    assert [document.title for document in loaded.documents] == ["Other"]
