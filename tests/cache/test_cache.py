"""The cache: which boards run again, which are never cached, and equal results without a cache."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from cached_project import CachedProject, board, cached, entry_data

from boardwright.cache.cache_files import FOLDER
from boardwright.projects.compiled_project import CacheUse
from support import TOML, files_of

__all__ = ["cached"]

PLAIN = {"dashboards/a.py": board("A"), "dashboards/b.py": board("B")}


def test_an_unchanged_board_does_not_run_again(cached: CachedProject) -> None:
    cached.write(PLAIN)
    assert cached.rebuilt() == "A B"
    assert cached.rebuilt() == ""
    cached.write({"dashboards/b.py": board("B", description="'new'")})
    assert cached.rebuilt() == "B"


def test_a_file_with_a_new_time_and_equal_content_does_not_run_again(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    os.utime(cached.root / "dashboards/a.py", (1, 1))
    assert cached.rebuilt() == ""


def test_new_boards_run_and_deleted_boards_disappear(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    cached.write({"dashboards/c.py": board("C"), "dashboards/a.py": None})
    assert cached.rebuilt() == "C"
    assert list(cached.build()[0]) == ["b", "c"]


def test_a_changed_json_board_is_read_again(cached: CachedProject) -> None:
    cached.write({"dashboards/x.json": json.dumps({"title": "X", "uid": "x", "panels": []})})
    first = cached.build()
    assert cached.build(CacheUse.READ) == first
    cached.write({"dashboards/x.json": json.dumps({"title": "Y", "uid": "x", "panels": []})})
    cached.rebuilt()
    assert b'"Y"' in cached.build()[0]["x"]


HELPED = {
    "dashboards/a.py": board("A", "from lib.one import VALUE", "VALUE"),
    "dashboards/b.py": board("B"),
    "dashboards/lib/__init__.py": "",
    "dashboards/lib/one.py": "from lib import two\nVALUE = two.VALUE\n",
    "dashboards/lib/two.py": "VALUE = 1\n",
}


@pytest.mark.parametrize("name", ["__init__", "one", "two"])
def test_boards_that_import_a_changed_helper_run_again(cached: CachedProject, name: str) -> None:
    cached.write(HELPED)
    cached.rebuilt()
    path = f"dashboards/lib/{name}.py"
    cached.write({path: f"{HELPED[path]}# changed\n"})
    assert cached.rebuilt() == "A"


def test_a_board_whose_function_imports_a_changed_helper_runs_again(cached: CachedProject) -> None:
    late = "def value():\n    from lib.two import VALUE\n    return VALUE\n"
    cached.write({**HELPED, "dashboards/lib/one.py": f"{late}VALUE = value()\n"})
    cached.rebuilt()
    cached.write({"dashboards/lib/two.py": "VALUE = 2\n"})
    assert cached.rebuilt() == "A"


PACKAGES = {
    "dashboards/a.py": board("A", "from team.lib.panels import VALUE", "VALUE"),
    "dashboards/b.py": board("B", "import team.lib as lib", "lib.__name__"),
    "team/__init__.py": "",
    "team/lib/__init__.py": "from .names import NAME\n",
    "team/lib/names.py": "NAME = 'n'\n",
    "team/lib/panels/__init__.py": "from ..names import NAME\nfrom .cpu import VALUE\n",
    "team/lib/panels/cpu.py": "VALUE = 1\n",
}


@pytest.mark.parametrize(
    ("changed", "runs"),
    [("panels/cpu.py", "A"), ("panels/__init__.py", "A"), ("names.py", "A B"), ("new.py", "")],
)
def test_boards_that_import_a_changed_package_module_run_again(
    cached: CachedProject, changed: str, runs: str
) -> None:
    cached.write(PACKAGES)
    assert cached.rebuilt() == "A B"
    assert cached.rebuilt() == ""
    path = f"team/lib/{changed}"
    cached.write({path: f"{PACKAGES.get(path, '')}# changed\n"})
    assert cached.rebuilt() == runs


def test_a_board_that_imports_a_changed_board_runs_again(cached: CachedProject) -> None:
    uses = board("B", "import a", "a.dashboard.title")
    cached.write({"dashboards/a.py": board("A"), "dashboards/b.py": uses})
    cached.rebuilt()
    cached.write({"dashboards/a.py": board("A", description="2")})
    assert cached.rebuilt() == "A B"


READS = {
    "open": "text = open('data.txt').read()",
    "Path": "from pathlib import Path\ntext = (Path(__file__).parents[1] / 'data.txt').read_text()",
    "os": "import os\nhandle = os.open('data.txt', os.O_RDONLY)\ntext = os.read(handle, 9)",
    "helper": "from _reads import text",
    "json": "import json\ntext = json.load(open('data.txt'))",
    "yaml": "import yaml\ntext = yaml.safe_load(open('data.txt'))",
    "lines": "import linecache\ntext = linecache.getline('data.txt', 1)",
}


@pytest.mark.parametrize("how", READS)
def test_a_board_that_reads_a_changed_file_runs_again(cached: CachedProject, how: str) -> None:
    cached.write(
        {
            "dashboards/a.py": board("A", READS[how], "text"),
            "dashboards/b.py": board("B"),
            "dashboards/_reads.py": READS["open"],
            "data.txt": "1",
        }
    )
    cached.rebuilt()
    kept = cached.rebuilt() == ""
    assert kept or how == "lines"  # which nobody looked through
    cached.write({"data.txt": "2"})
    assert cached.rebuilt() == "A"


ASKS = {
    "a file that was not there": (
        "try:\n    text = open('new/x.py').read()\nexcept OSError:\n    text = ''",
        {"new/x.py": "1"},
    ),
    "listdir": ("import os\ntext = os.listdir('dashboards/_data')", {"dashboards/_data/y": ""}),
    "glob": (
        "from glob import glob\ntext = sorted(glob('dashboards/_data/*.txt'))",
        {"dashboards/_data/y.txt": ""},
    ),
    "rglob": (
        "from pathlib import Path\ntext = sorted(Path('dashboards/_data').rglob('*'))",
        {"dashboards/_data/deep/y": ""},
    ),
    "walk": ("import os\ntext = list(os.walk('dashboards/_data'))", {"dashboards/_data/y": ""}),
    "an import that failed": (
        "try:\n    import extra as text\nexcept ImportError:\n    text = ''",
        {"dashboards/extra.txt": "", "dashboards/_x.py": "", "dashboards/extra/__init__.py": ""},
    ),
    "an import found later": ("import one as text", {"first/one.py": "__doc__ = 'first'\n"}),
    "a package made of a folder": (
        "from _data import y0 as text",
        {"dashboards/_data/__init__.py": "y0 = 1"},
    ),
}


@pytest.mark.parametrize("what", ASKS)
def test_a_board_that_looks_at_changed_folders_or_modules_runs_again(
    cached: CachedProject, what: str
) -> None:
    before, change = ASKS[what]
    cached.toml = TOML.replace("[project]\n", '[project]\npython_path = ["first", "second"]\n')
    cached.write(
        {
            "dashboards/a.py": board("A", before, "text"),
            "dashboards/_data/y0.py": "",
            "dashboards/_data/deep/z": "",
            "second/one.py": "__doc__ = 'second'\n",
            "first/two.py": "",
        }
    )
    cached.rebuilt()
    assert cached.rebuilt() == ""
    cached.write(change)
    assert cached.rebuilt() == "A"


def test_a_board_that_reads_a_changed_environment_variable_runs_again(
    cached: CachedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, read in enumerate(
        ("os.environ['STAGE']", "os.getenv('STAGE')", "os.environ.get('STAGE')", "'STAGE' in e")
    ):
        before = f"import os\nfrom os import environ as e\ntext = {read}"
        cached.write({f"dashboards/v{number}.py": board(f"V{number}", before, "text")})
    monkeypatch.setenv("STAGE", "test")
    cached.rebuilt()
    assert cached.rebuilt() == ""
    monkeypatch.setenv("STAGE", "live")
    assert cached.rebuilt() == "V0 V1 V2 V3"
    facts = entry_data(cached.entries()["v0"])["facts"]
    assert "live" not in str(facts)
    assert "variable:STAGE" in facts


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links")
def test_a_board_behind_a_changed_link_runs_again(cached: CachedProject) -> None:
    cached.write({"x/a.py": board("A"), "y/a.py": board("A", description="'y'")})
    link = cached.root / "dashboards/a.py"
    link.parent.mkdir()
    link.symlink_to("../x/a.py")
    cached.rebuilt()
    assert cached.rebuilt() == ""
    link.unlink()
    link.symlink_to("../y/a.py")
    assert cached.rebuilt() == "A"


def test_a_changed_setting_runs_all_boards_again(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    cached.toml = f"# a remark\n{TOML}"
    assert cached.rebuilt() == ""
    cached.toml = TOML.replace("[project]\n", '[project]\ntags = ["x"]\n')
    assert cached.rebuilt() == "A B"
    cached.toml += '\n[environments.live]\n[environments.live.datasources]\nprometheus = "P1"\n'
    cached.build()
    cached.ran()
    live = cached.build(env="live")
    assert cached.ran() == "A B"
    assert b"P1" in live[0]["a"]
    assert cached.build(env="live") == live
    cached.build()
    assert cached.ran() == ""


def test_boards_do_not_depend_on_the_address_of_grafana(cached: CachedProject) -> None:
    """`deploy --url` uses the boards that `build` stored, and keeps these boards for `build`."""
    cached.toml = f'{TOML}\n[environments.live]\nurl = "http://a"\n'
    cached.write(PLAIN)
    built = cached.build()
    assert cached.ran() == "A B"
    assert cached.build(grafana_url="https://grafana.example.com") == built
    assert cached.build() == built
    assert cached.ran() == ""


def test_boards_depend_on_the_fastest_refresh_of_grafana(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.build()
    cached.ran()
    cached.toml = f'{TOML}\n[grafana]\nmin_refresh_interval = "1m"\n'
    cached.build()
    assert cached.ran() == "A B"


def test_a_newly_installed_library_runs_all_boards_again(
    cached: CachedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    monkeypatch.syspath_prepend(installed)
    cached.write(PLAIN)
    cached.rebuilt()
    assert cached.rebuilt() == ""
    (installed / "other-1.0.dist-info").mkdir()
    assert cached.rebuilt() == "A B"


def test_another_version_of_boardwright_runs_all_boards_again(
    cached: CachedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    monkeypatch.setattr("boardwright.cache.fingerprint.__version__", "0.0.1")
    assert cached.rebuilt() == "A B"


NEVER: dict[str, str] = {
    "time": "import time\ntext = time.time()",
    "datetime": "from datetime import datetime\ntext = datetime.now()",
    "random": "def pick():\n    import random\n    return random.random()\ntext = pick()",
    "uuid": "from uuid import uuid4\ntext = uuid4()",
    "a process": "import subprocess\ntext = subprocess.run(['date'])",
    "a shell": "import os\ntext = os.popen('date').read()",
    "system": "import os\ntext = os.system('true')",
    "a socket": "import socket\ntext = socket.socket()",
    "writing": "text = open('out.txt', 'w').write('x')",
    "a folder": "import os\nos.makedirs('out', exist_ok=True)\ntext = 1",
    "all variables": "import os\ntext = sorted(os.environ)",
    "a variable set": "import os\nos.environ['MADE'] = '1'\ntext = 1",
    "sys.argv": "import sys\ntext = sys.argv",
    "the process": "import os\ntext = os.getpid()",
    "exists": "import os\ntext = os.path.exists('new/x.py')",
    "is_file": "from pathlib import Path\ntext = Path('new/x.py').is_file()",
    "where a link leads": "import os\ntext = os.path.realpath('new')",
    "a variable by a computed name": "import os\nname = 'HOME'\ntext = os.environ[name]",
    "a variable by another name": "from os import environ as e\ntext = len(e)",
    "a variable of a helper's": "import _os\ntext = sorted(_os.environ)",
    "getattr": "import os\ntext = getattr(os, 'environ')['HOME']",
    "times of files": "import os\ntext = os.path.getmtime('boardwright.toml')",
    "importlib": "import importlib\ntext = importlib.import_module('time')",
    "__import__": "text = __import__('time').time()",
    "eval": "text = eval('1')",
    "another library": "import click\ntext = click.__name__",
    "a helper that does": "from _clock import text",
    "a device": "text = open('/dev/urandom', 'rb').read(4)",
}


@pytest.mark.parametrize("what", NEVER)
def test_a_board_with_an_unpredictable_value_always_runs_again(
    cached: CachedProject, what: str
) -> None:
    cached.write(
        {
            "dashboards/a.py": board("A", NEVER[what], "text and 1"),
            "dashboards/b.py": board("B"),
            "dashboards/_clock.py": "import time\ntext = time.time()\n",
            "dashboards/_os.py": "from os import environ\n",
        }
    )
    cached.rebuilt()
    assert cached.rebuilt() == "A"


def test_a_board_that_uses_timedelta_does_not_run_again(cached: CachedProject) -> None:
    before = "from datetime import timedelta\ntext = timedelta(minutes=1)"
    cached.write({"dashboards/a.py": board("A", before, "text")})
    cached.rebuilt()
    assert cached.rebuilt() == ""


SHARED: dict[str, tuple[str, str]] = {
    "a counter": ("import itertools\nnumber = itertools.count().__next__\n", "number()"),
    "a global": ("n = 0\ndef number():\n    global n\n    n += 1\n    return n\n", "number()"),
    "a list": ("seen = []\ndef number():\n    seen.append(1)\n    return len(seen)\n", "number()"),
    "a default": ("def number(seen=[]):\n    seen.append(1)\n    return len(seen)\n", "number()"),
    "an attribute": (
        "def number():\n    number.n = getattr(number, 'n', 0) + 1\n    return number.n\n",
        "number()",
    ),
    "a closure": (
        "def make():\n    n = [0]\n    def number():\n        n[0] += 1\n        return n[0]\n"
        "    return number\nnumber = make()\n",
        "number()",
    ),
    "a class": (
        "class C:\n    n = 0\n    @classmethod\n    def number(cls):\n        cls.n += 1\n"
        "        return cls.n\nnumber = C.number\n",
        "number()",
    ),
    "a cached function": (
        "from functools import lru_cache\n@lru_cache\ndef seen():\n    return []\n"
        "def number():\n    seen().append(1)\n    return len(seen())\n",
        "number()",
    ),
    "a generator": ("def each():\n    yield from range(99)\nmade = each()\n", "next(made)"),
    "a slot": (
        "class C:\n    __slots__ = ('n',)\nc = C()\nc.n = 0\n"
        "def number():\n    c.n += 1\n    return c.n\n",
        "number()",
    ),
}


@pytest.mark.parametrize("what", SHARED)
def test_boards_that_share_a_changing_object_have_the_results_of_a_full_build(
    cached: CachedProject, what: str
) -> None:
    """Each file gets separate modules, so each counter starts at one."""
    helper, value = SHARED[what]
    uses = "from _shared import *"
    cached.write(
        {
            "dashboards/_shared.py": helper,
            "dashboards/a.py": board("A", uses, value),
            "dashboards/b.py": board("B", uses, value),
        }
    )
    assert cached.rebuilt() == "A B"
    assert cached.rebuilt() == ""
    descriptions = [json.loads(text)["description"] for text in cached.build()[0].values()]
    assert descriptions[0] == descriptions[1]
    cached.write({"dashboards/b.py": board("B", f"{uses}\n{value}", value)})
    assert cached.rebuilt() == "B"


def test_a_board_that_catches_an_import_error_runs_again_after_the_fix(
    cached: CachedProject,
) -> None:
    before = "try:\n    import _fails as text\nexcept ZeroDivisionError:\n    text = 'failed'"
    cached.write({"dashboards/a.py": board("A", before, "text"), "dashboards/_fails.py": "1 / 0\n"})
    cached.rebuilt()
    assert cached.rebuilt() == ""
    cached.write({"dashboards/_fails.py": "__doc__ = 'fine'\n"})
    assert cached.rebuilt() == "A"


@pytest.mark.parametrize("copying", ["copy", "deepcopy"])
def test_a_panel_may_be_copied(cached: CachedProject, copying: str) -> None:
    copies = f"import copy\nfrom grafanalib.core import Stat\npanel = copy.{copying}(Stat())"
    cached.write({"dashboards/a.py": board("A", copies), "dashboards/b.py": board("B")})
    cached.rebuilt()
    assert cached.rebuilt() == ""


def test_boards_that_share_constants_are_cached(cached: CachedProject) -> None:
    helper = """
        import enum, logging, re
        from collections import namedtuple
        from dataclasses import dataclass, field
        from pathlib import Path

        import attr
        from grafanalib.core import *
        from boardwright.library import Scope, buckets
        from boardwright.promql import metric

        log = logging.getLogger(__name__)
        PATTERN, HERE = re.compile("x"), Path(__file__).parent
        Pair = namedtuple("Pair", "a b")
        up = metric("up", job="x")

        class Colour(enum.Enum):
            RED = 1

        @dataclass
        class Team:
            name: str
            members: list[str] = field(default_factory=list)

        @attr.s
        class Wide(TimeSeries):
            note = attr.ib(default="")

        TEAMS = {"a": Team("a", ["b"])}
        PANEL = Wide(title="Shared", targets=[Target(expr=up)])
        panel = lambda title: attr.evolve(PANEL, title=title)
    """
    uses = "from _shared import *\nlog.info('x')\nstr(HERE / 'x'), Colour(1), PATTERN.match('x')"
    cached.write(
        {
            "dashboards/_shared.py": "\n".join(line[8:] for line in helper.splitlines()),
            "dashboards/a.py": board("A", uses, "(panel('x'), TEAMS)"),
            "dashboards/b.py": board("B", uses, "(panel('y'), up, Pair(1, 2))"),
        }
    )
    assert cached.rebuilt() == "A B"
    assert cached.build()[1] == []
    assert cached.rebuilt() == ""


def test_a_new_board_cannot_change_a_shared_list_of_other_boards(cached: CachedProject) -> None:
    cached.write(
        {
            "dashboards/_shared.py": "TAGS = []\n",
            "dashboards/b.py": board("B", "from _shared import TAGS", "TAGS"),
        }
    )
    cached.rebuilt()
    cached.write({"dashboards/a.py": board("A", "from _shared import TAGS\nTAGS.append('x')")})
    assert cached.rebuilt() == "A"
    assert b"['x']" not in cached.build()[0]["b"]


def test_a_new_board_cannot_change_a_library_for_other_boards(cached: CachedProject) -> None:
    cached.write({"dashboards/b.py": board("B")})
    cached.rebuilt()
    patch = "import grafanalib.core as g\nold = g.TimeSeries.to_json_data\n"
    patch += "g.TimeSeries.to_json_data = lambda p: {**old(p), 'description': 'patched'}"
    cached.write({"dashboards/a.py": board("A", patch)})
    assert cached.rebuilt() == "A"
    texts = cached.build()[0]
    assert b"patched" in texts["a"]
    assert b"patched" not in texts["b"]


def test_a_new_board_cannot_change_another_board(cached: CachedProject) -> None:
    cached.write({"dashboards/b.py": board("B")})
    cached.rebuilt()
    cached.write({"dashboards/a.py": board("A", "import b\nb.dashboard.title = 'Changed'")})
    cached.rebuilt()
    assert b"Changed" not in cached.build()[0]["b"]


def test_a_helper_imports_the_modules_next_to_each_board(cached: CachedProject) -> None:
    """Which `near` a helper imports depends on the board that imports the helper."""
    cached.write(
        {
            "lib/far.py": "from near import NAME\n",
            "dashboards/one/a.py": board("A", "import far", "far.NAME"),
            "dashboards/one/near.py": "NAME = 'one'\n",
            "dashboards/two/b.py": board("B", "import far", "far.NAME"),
            "dashboards/two/near.py": "NAME = 'two'\n",
        }
    )
    cached.toml = TOML.replace("[project]\n", '[project]\npython_path = ["lib"]\n')
    cached.rebuilt()
    cached.write({"dashboards/two/b.py": board("B", "import far\n", "far.NAME + '!'")})
    cached.rebuilt()
    assert b"two!" in cached.build()[0]["b"]


def test_one_board_in_two_modules_is_compiled_once(cached: CachedProject) -> None:
    cached.write(
        {
            "dashboards/_made.py": board("Made"),
            "dashboards/a.py": "from _made import dashboard\n",
            "dashboards/b.py": "from _made import dashboard\n",
        }
    )
    first = cached.build()
    assert first[1] == []
    cached.write({"dashboards/b.py": "from _made import dashboard\n# changed\n"})
    cached.rebuilt()
    cached.write({"dashboards/a.py": "# nothing any more\n"})
    cached.rebuilt()


@pytest.mark.parametrize("asked", ["a", "b", "c"])
def test_the_module_of_a_shared_board_depends_on_the_selected_files(
    cached: CachedProject, asked: str
) -> None:
    cached.write(
        {
            "dashboards/a.py": "from b import dashboard\n",
            "dashboards/b.py": board("B"),
            "dashboards/c.py": "from b import dashboard\n",
        }
    )
    asked_files = [cached.root / f"dashboards/{asked}.py"]
    for paths in (asked_files, None, [cached.root / "dashboards/c.py"]):
        kept = cached.build(paths=paths)
        assert kept == cached.build(CacheUse.NOTHING, paths=paths)
        assert list(kept[0]) == ["b"]


def test_boards_with_circular_imports_have_the_results_of_a_full_build(
    cached: CachedProject,
) -> None:
    cached.write(
        {
            "dashboards/_x.py": "import _y\nVALUE = getattr(_y, 'VALUE', 'none')\n",
            "dashboards/_y.py": "import _x\nVALUE = getattr(_x, 'VALUE', 'nothing')\n",
            "dashboards/a.py": board("A", "import _x", "_x.VALUE"),
            "dashboards/b.py": board("B", "import _y", "_y.VALUE"),
        }
    )
    cached.rebuilt()
    cached.write({"dashboards/b.py": board("B", "import _y  # changed", "_y.VALUE")})
    cached.rebuilt()


def test_errors_are_not_cached(cached: CachedProject) -> None:
    cached.write(
        {
            "dashboards/_broken.py": "1 / 0\n",
            "dashboards/a.py": board("A", "import _broken"),
            "dashboards/b.py": board("B", "import _broken"),
            "dashboards/c.py": board("C").replace('title="C"', 'title=""'),
            "dashboards/d.json": "{",
        }
    )
    for _ in range(2):
        cached.rebuilt(failing=True)
        errors = cached.build()[1]
        assert [error.partition(":")[0] for error in errors] == [
            "dashboards/_broken.py",
            "dashboards/d.json",
            "dashboards/c.py",
        ]
    cached.write({"dashboards/_broken.py": ""})
    assert cached.rebuilt(failing=True) == "A B C"
    cached.write({"dashboards/c.py": board("C"), "dashboards/d.json": None})
    assert cached.rebuilt() == "C"


def test_two_boards_with_one_uid_are_refused_from_the_cache_too(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    cached.write({"dashboards/b.py": board("B").replace('uid="b"', 'uid="a"')})
    cached.rebuilt(failing=True)
    (error,) = cached.build()[1]
    assert "two boards have the uid 'a'" in error


def test_a_named_file_must_still_declare_a_board(cached: CachedProject) -> None:
    cached.write({"dashboards/empty.py": "x = 1\n"})
    cached.build()
    assert cached.build()[1] == []
    (error,) = cached.build(paths=[cached.root / "dashboards/empty.py"])[1]
    assert "declares no board" in error


def test_a_build_of_one_file_keeps_the_results_of_other_files(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.build()
    cached.write({"dashboards/b.py": board("B", description="2")})
    cached.ran()
    cached.build(paths=[cached.root / "dashboards/b.py"])
    assert cached.ran() == "B"
    assert cached.rebuilt() == ""


def test_cached_results_of_removed_files_are_deleted(cached: CachedProject) -> None:
    cached.write({f"dashboards/d{n}.py": board(f"D{n}") for n in range(4)})
    cached.build()
    assert set(cached.entries()) == {"d0", "d1", "d2", "d3"}
    cached.write({"dashboards/d0.py": None, "dashboards/d1.py": "1 / 0\n"})
    cached.build(paths=[cached.root / "dashboards/d2.py"])
    assert set(cached.entries()) == {"d0", "d1", "d2", "d3"}
    cached.build()
    assert set(cached.entries()) == {"d2", "d3"}


def damages(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {
        "no file": file.unlink,
        "an empty file": lambda: file.write_bytes(b""),
        "half a file": lambda: file.write_bytes(content[: len(content) // 2]),
        "another checksum": lambda: file.write_bytes(bytes([content[0] ^ 1]) + content[1:]),
        "another text": lambda: file.write_bytes(content.replace(b'"Up"', b'"Do"')),
        "a folder": lambda: (file.unlink(), file.mkdir()),
        "noise": lambda: file.write_bytes(os.urandom(99)),
    }


@pytest.mark.parametrize("number", range(7))
def test_a_damaged_cache_entry_is_ignored(cached: CachedProject, number: int) -> None:
    cached.write(PLAIN)
    cached.rebuilt()
    [*damages(cached.entries()["a"]).values()][number]()
    assert cached.rebuilt() == "A"


@pytest.mark.parametrize("how", ["a file", "read only"])
def test_a_cache_that_cannot_be_written_does_not_stop_the_build(
    cached: CachedProject, how: str
) -> None:
    cached.write({**PLAIN, **({FOLDER: "x"} if how == "a file" else {})})
    if how == "read only":
        (cached.root / FOLDER).mkdir(mode=0o555)
    assert cached.rebuilt() == "A B"


@pytest.mark.parametrize("use", [CacheUse.READ, CacheUse.NOTHING])
def test_a_read_of_the_cache_writes_nothing(cached: CachedProject, use: CacheUse) -> None:
    cached.write(PLAIN)
    cached.build(use)
    assert not (cached.root / FOLDER).exists()
    cached.build()
    before = files_of(cached.root)
    cached.write({"dashboards/a.py": board("A", description="2")})
    before["dashboards/a.py"] = (cached.root / "dashboards/a.py").read_bytes()
    cached.build(use)
    assert files_of(cached.root) == before


def test_git_ignores_the_cache(cached: CachedProject) -> None:
    cached.write(PLAIN)
    cached.build()
    assert (cached.root / FOLDER / ".gitignore").read_text() == "*\n"
