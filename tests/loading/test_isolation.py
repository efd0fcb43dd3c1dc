"""No file affects another file, by its changes or by its end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loading_project import Load, messages, write

from boardwright.errors import DeclarationError
from boardwright.loading.file_reader import LoadSettings
from boardwright.loading.load_files import load_files as load_each
from boardwright.loading.sdk_objects import PACKAGE as SDK

SHARED = """
import grafanalib
from boardwright.promql import metric, rate
from grafanalib.core import Dashboard, Target, TimeSeries

TAGS = ["shared"]
PANEL = TimeSeries(title="CPU", dataSource="A", targets=[Target(expr="up")])
LIMITS = {"cpu": 80}
"""
USES = """
from _shared import *
title = f"{NAME} {LIMITS} {rate(metric('x'))} {hasattr(grafanalib, 'weave')}"
board = Dashboard(title=title, tags=TAGS, panels=[PANEL])
"""
CHANGES = {
    "a list": "TAGS.append('mine')",
    "an attribute": "PANEL.title = 'Memory'",
    "a data source": "PANEL.dataSource = 'B'",
    "a query": "PANEL.targets[0].expr = 'down'",
    "a dict": "LIMITS['cpu'] = 0",
    "a name": "import _shared; _shared.PANEL = None",
    "a class of grafanalib": "TimeSeries.to_json_data = lambda self: {'type': 'patched'}",
    "a function of grafanalib": "import grafanalib.core as g; g.is_valid_target = None",
    "a default of grafanalib": "import grafanalib.core as g; g.DEFAULT_TIME.start = 'now-9h'",
    "a list of grafanalib": (
        "import grafanalib.core as g; g.DEFAULT_TIME_PICKER.timeOptions.clear()"
    ),
    "the standard library": "import json; json.dumps = None",
    "a class of the standard library": "import json; json.JSONEncoder.default = None",
    "a variable": "import os; os.environ['STAGE'] = 'changed'",
    "the path": "import sys; sys.path[:0] = ['/tmp']",
    "modules": "import sys; sys.modules['json'] = None",
    "the working directory": "import os; os.chdir('/')",
    "stdout": "import sys; sys.stdout = None",
    "the code of a function": (
        "TimeSeries.to_json_data.__code__ = (lambda self: {'type': 'patched'}).__code__"
    ),
    "a default window": (
        "from boardwright.promql import settings; settings(scrape_interval='20s').__enter__()"
    ),
    "a module of grafanalib": "import grafanalib.weave",
    "another file's board": "import b; b.board.title = 'Changed'",
}


def summary(loaded: Any) -> dict[str, Any]:
    """Return title, tags, panels and time of each file's board."""
    return {
        document.place.file: {
            key: str(document.body.get(key)) for key in ("title", "tags", "panels", "time")
        }
        for document in loaded.documents
    }


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_made_by_one_file_does_not_affect_other_files(
    load_files: Load, change: str
) -> None:
    """The others are in the same batch, before and after the file that changes something."""
    names = ["a0", "b", "c", "d"]
    others = {f"dashboards/{name}.py": f"NAME = '{name}'\n{USES}" for name in names}
    expected = summary(load_files({"dashboards/_shared.py": SHARED, **others}))
    changing = f"from _shared import *\n{CHANGES[change]}\n"
    found = load_files({"dashboards/a1.py": changing, "dashboards/b1.py": changing})
    assert not found.errors, messages(found)
    assert summary(found) == expected
    assert len(expected) == 4


@pytest.mark.parametrize("order", [1, -1])
def test_the_result_does_not_depend_on_the_order_of_files(tmp_path: Path, order: int) -> None:
    files = {
        "dashboards/_shared.py": SHARED,
        **{f"dashboards/{n}.py": f"NAME = '{n}'\n{USES}TAGS.append(NAME)\n" for n in "abcdef"},
    }
    write(tmp_path, files)
    paths = [tmp_path / f"dashboards/{n}.py" for n in "abcdef"][::order]
    settings = LoadSettings(root=tmp_path, dashboards=tmp_path / "dashboards")
    for batch in (paths, paths[:1]):
        for file in load_each(batch, settings, finish=lambda: lambda loaded: loaded):
            (document,) = file.documents
            assert document.body["tags"] == ["shared", file.path.stem]


NORMAL_USES = {
    "a helper of another folder": "import sys; sys.path.insert(0, '{folder}'); import _helper",
    "a regular expression": "import re; re.sub('{name}x', '', 'text')",
    "flags of a regular expression": "import re; re.compile('{name}y', re.X | re.A | re.S)",
    "a class of attrs": (
        "import attr\n@attr.s\nclass Own(TimeSeries):\n    team = attr.ib(default='{name}')"
    ),
    "a module of grafanalib": "import grafanalib.elasticsearch",
    "modules of the standard library": "import argparse, csv, html, logging, statistics",
    "an enumeration": "import enum\nclass Own(enum.Flag):\n    A, B = 1, 2\nboth = Own.A | Own.B",
}


@pytest.mark.parametrize("use", NORMAL_USES)
def test_files_that_change_no_library_share_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: str
) -> None:
    """On one core, 8 files are two batches: two thirds of 8 are 5, and then the other 3.

    If boardwright found a change of a library, each file would run in a separate process.
    """
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0}, raising=False)
    paths = [tmp_path / f"dashboards/{name}/board.py" for name in "abcdefgh"]
    for path in paths:
        name, folder = path.parent.name, path.parent.as_posix()
        code = NORMAL_USES[use].format(name=name, folder=folder)
        text = f"{SHARED}{code}\nboard = Dashboard(title='{name}', panels=[PANEL])\n"
        files = {"board.py": text, "_helper.py": ""}
        write(path.parent, files)
    settings = LoadSettings(root=tmp_path, dashboards=tmp_path / "dashboards")
    found = [*load_each(paths, settings, finish=lambda: lambda loaded: (os.getpid(), loaded))]
    assert [document.title for _, file in found for document in file.documents] == [*"abcdefgh"]
    processes = [process for process, _ in found]
    assert len({*processes[:5]}) == len({*processes[5:]}) == 1


def test_the_sdk_is_imported_once_after_the_first_batch_needed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one core, 8 files are batches of 5 and 3. No file of the first batch names the SDK, so
    only the second worker inherits the imported SDK.
    """
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0}, raising=False)
    for name in [each for each in sys.modules if each.split(".")[0] == SDK]:
        monkeypatch.delitem(sys.modules, name)  # an earlier test may have imported the SDK
    names = "abcdefgh"
    write(
        tmp_path / "dashboards",
        {
            "_helper.py": "from grafana_foundation_sdk.builders.dashboard import Dashboard\n",
            **{f"{n}.py": f"from _helper import *\nboard = Dashboard('{n}')\n" for n in names},
        },
    )
    paths = [tmp_path / f"dashboards/{name}.py" for name in names]
    settings = LoadSettings(root=tmp_path, dashboards=tmp_path / "dashboards")
    found = [
        *load_each(paths, settings, finish=lambda: lambda loaded: (SDK in sys.modules, loaded))
    ]
    assert [document.title for _, file in found for document in file.documents] == [*names]
    assert [inherited for inherited, _ in found] == [False] * 5 + [True] * 3


ENDINGS = {
    "os._exit(0)": "ends the process with exit code 0",
    "os._exit(3)": "ends the process with exit code 3",
    "sys.exit(0)": "calls sys.exit(0) when it is loaded",
    "sys.exit('no')": "calls sys.exit('no') when it is loaded",
    "os.kill(os.getpid(), 9)": "makes Python crash (SIGKILL)",
    "os.abort()": "makes Python crash (SIGABRT)",
    "os.fork()": "forks the process, and the child process also continues to run the module",
    "os.fork() or os._exit(0)": "",
    "os.fork() or time.sleep(60)": "leaves a forked process running",
    "threading.Thread(target=time.sleep, args=[60], name='T').start()": (
        "leaves a thread running: T"
    ),
    "threading.Thread(target=time.sleep, args=[60], name='D', daemon=True).start()": (
        "leaves a thread running: D"
    ),
    "threading.Thread(target=time.sleep, args=[0.01]).start()": "",
    "os.kill(os.getpid(), 15)": "makes Python crash (SIGTERM)",
    "os.closerange(3, 4096)": "makes boardwright fail",
    "import builtins; builtins.len = None": "makes boardwright fail",
    "raise_(KeyboardInterrupt)": "KeyboardInterrupt",
    "raise_(GeneratorExit)": "GeneratorExit",
    "raise_(type('Own', (BaseException,), {})('x'))": "Own: x",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_ends_the_process_is_reported_by_name(load_files: Load, ending: str) -> None:
    code = "import os, sys, threading, time\ndef raise_(error): raise error\n"
    board = "board = {'title': 'x', 'panels': []}\n"
    files = {f"dashboards/{name}.py": board for name in "abcdefg"}
    loaded = load_files({**files, "dashboards/d.py": f"{code}{board}{ending}\n"})
    what = ENDINGS[ending]
    assert [error.where.partition(":")[0] for error in loaded.errors] == (  # type: ignore[union-attr]
        ["dashboards/d.py"] if what else []
    )
    assert not what or what in messages(loaded)[0]
    assert {document.place.file for document in loaded.documents} >= {*files} - {"dashboards/d.py"}


LOOPS = {
    "while True: pass": 5,
    "time.sleep(99)": 5,
    "while True:\n    try:\n        sum(range(10**6))\n    except BaseException: pass": 7,
    "sum(range(10**12))": 5,  # one call in C, which never returns to Python
    "from _lib import wait; wait()": 3,
}


@pytest.mark.parametrize("loop", LOOPS)
def test_a_file_that_takes_too_long_is_reported_with_its_line(load_files: Load, loop: str) -> None:
    code = "import os, time\n\nboard = {'title': 'x', 'panels': []}\n\n"
    lib = "def wait():\n    while True:\n        pass\n"
    files = {f"dashboards/{name}.py": code for name in "abc"} | {"dashboards/_lib.py": lib}
    loaded = load_files({**files, "dashboards/b.py": f"{code}{loop}\n"}, load_timeout=1.5)
    (error,) = loaded.errors
    file, line = str(error.where).split(":")
    assert int(line) in {LOOPS[loop] - 1, LOOPS[loop]}
    assert (file, error.what) == (
        ("dashboards/_lib.py", "takes longer than 1.5 s to load (for dashboards/b.py)")
        if "_lib" in loop
        else ("dashboards/b.py", "takes longer than 1.5 s to load")
    )
    assert [document.place.file for document in loaded.documents] == [
        "dashboards/a.py",
        "dashboards/c.py",
    ]


def test_a_slow_file_of_a_batch_is_run_alone_and_named(
    load_files: Load, caplog: pytest.LogCaptureFixture
) -> None:
    board = "board = {'title': 'x', 'panels': []}\n"
    files = {f"dashboards/f{number:02}.py": board for number in range(40)}
    slow = {
        "dashboards/f05.py": "while True: pass\n",
        "dashboards/f35.py": "import time; time.sleep(99)\n",
    }
    loaded = load_files({**files, **slow}, load_timeout=2.5, slow_after=1)
    assert [error.where for error in loaded.errors] == [f"{name}:1" for name in slow]
    assert len(loaded.documents) == 38
    assert sorted(caplog.messages) == [
        f"Still loading {name}. Loading stops after 2.5 s (setting load_timeout)." for name in slow
    ]


@pytest.fixture
def default_hangup() -> Iterator[None]:
    """Set the default action of SIGHUP, because nohup and some CI runners ignore the signal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("default_hangup")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGHUP"])
def test_a_signal_to_the_parent_process_is_reported_with_the_file(
    load_files: Load, name: str
) -> None:
    code = f"import os, signal, time\nos.kill(os.getppid(), signal.{name})\ntime.sleep(60)\n"
    with pytest.raises(DeclarationError) as caught:
        load_files({"dashboards/a.py": code})
    assert caught.value.where == "dashboards/a.py"
    assert caught.value.what == f"the process that loads files was ended by {name}"


def test_a_fork_in_to_json_data_is_reported(load_files: Load) -> None:
    code = """
        import os
        class Board:
            def to_json_data(self):
                os.fork()
                return {"title": "x"}
        dashboard = Board()
    """
    loaded = load_files({"dashboards/x.dashboard.py": code})
    assert "forks the process, and the child process also continues" in messages(loaded)[0]


def test_output_of_a_child_process_does_not_reach_stdout(
    load_files: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    code = """
        import os, subprocess, sys
        subprocess.run(["echo", "from a child"], check=True)
        os.system("echo from a shell")
        os.write(1, b"from the descriptor\\n")
        sys.__stdout__.write("from the file\\n")
        sys.__stdout__.flush()
        print("printed")
        board = {"title": "x", "panels": []}
    """
    assert not load_files({"dashboards/x.py": code}).errors
    printed = capfd.readouterr()
    assert printed.out == ""
    for text in ("child", "shell", "descriptor", "the file", "printed"):
        assert text in printed.err


def test_the_workers_end_when_the_results_are_no_longer_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": "board = {'title': 'x', 'panels': []}\n",
            "b.py": "import os\nopen('pid', 'w').write(str(os.getpid()))\nwhile True: pass\n",
        },
    )
    settings = LoadSettings(root=tmp_path, dashboards=tmp_path)
    paths = [tmp_path / "a.py", tmp_path / "b.py"]
    for file in load_each(paths, settings, finish=lambda: lambda loaded: loaded):
        assert file.path.name == "a.py"
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        break
    pid = int((tmp_path / "pid").read_text())
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the worker was left running")
