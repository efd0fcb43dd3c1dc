"""A code base of the size that grafanalib is used at: ten thousand lines and a board of 3 MB."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from loading_project import messages, places, project_loader

HELPERS = 40
BOARDS = 60
PANELS = 12

PATHS = """
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
"""

COMMON = """
import copy
import string

import attr
from grafanalib.core import *
from grafanalib import formatunits as UNITS

from common.defaults import DATASOURCE, legend


@attr.s
class ServiceGraph(Graph):
    service = attr.ib(default="")

    def to_json_data(self):
        return {**super().to_json_data(), "description": self.service}


def graph(title, *exprs, **kwargs):
    targets = [Target(expr=e, legendFormat="{{instance}}", refId=r)
               for e, r in zip(exprs, string.ascii_uppercase)]
    return ServiceGraph(title=title, dataSource=DATASOURCE, targets=targets,
                        legend=legend(), yAxes=single_y_axis(format=SHORT_FORMAT), **kwargs)


def stacked(panel):
    return attr.evolve(panel, stack=True, fill=8)


def resized(panel, span):
    panel = copy.deepcopy(panel)
    panel.span = span
    return panel
"""


def helper(number: int) -> str:
    functions = "".join(
        f'''

def panel_{line}(service):
    """Return panel {line} of helper {number}."""
    return graph(
        "Panel {line} of " + service,
        'rate(requests_total{{service="%s", code="{line}"}}[5m])' % service,
        'rate(errors_total{{service="%s", code="{line}"}}[5m])' % service,
        id=None,
    )
'''
        for line in range(15)
    )
    return f"from common.graphs import graph\n{functions}"


def board(number: int) -> str:
    panels = "".join(
        f"""
                resized(
                    stacked(
                        helper_{number % HELPERS}.panel_{panel}("svc{number}"),
                    ),
                    6,
                ),"""
        for panel in range(PANELS)
    )
    return f"""import _paths
from grafanalib.core import *
from common.graphs import resized, stacked
from common.services import helper_{number % HELPERS}

dashboard = Dashboard(
    title="Service {number}",
    inputs=[DataSourceInput(
        name="DS_PROMETHEUS", label="Prometheus", pluginId="prometheus", pluginName="Prometheus",
    )],
    templating=Templating(list=[
        Template(name="job", query="label_values(up, job)", dataSource="${{DS_PROMETHEUS}}"),
    ]),
    rows=[
        Row(
            title="First",
            panels=[{panels}
            ],
        ),
        Row(title="Empty"),
    ],
).auto_panel_ids()
"""


BIG = """
import _paths
from grafanalib.core import *

nested = [
    RowPanel(
        title="Row %d" % row,
        collapsed=True,
        panels=[
            TimeSeries(
                title="Panel %d" % n,
                targets=[Target(expr="metric_%d{row='%d'}" % (n, row), refId="A")],
                gridPos=GridPos(h=8, w=12, x=0, y=n),
            )
            for n in range(40)
        ],
    )
    for row in range(60)
]
dashboard = Dashboard(title="Big", panels=nested).auto_panel_ids()
"""


def code_base() -> Mapping[str, str]:
    files = {
        "dashboards/_paths.py": PATHS,
        "lib/common/__init__.py": "",
        "lib/common/defaults.py": (
            "from grafanalib.core import Legend\nDATASOURCE = '${DS_PROMETHEUS}'\n\n"
            "def legend():\n    return Legend(avg=True, max=True, alignAsTable=True)\n"
        ),
        "lib/common/graphs.py": COMMON,
        "lib/common/services/__init__.py": "",
        "dashboards/big.dashboard.py": BIG,
    }
    files |= {f"lib/common/services/helper_{n}.py": helper(n) for n in range(HELPERS)}
    return files | {
        f"dashboards/team{n % 5}/board{n}.dashboard.py": board(n) for n in range(BOARDS)
    }


def test_ten_thousand_lines_of_grafanalib_code_are_loaded(tmp_path: Path) -> None:
    files = code_base()
    assert sum(text.count("\n") for text in files.values()) > 10_000
    loaded = project_loader(tmp_path)(files)
    assert messages(loaded) == []
    assert len(loaded.documents) == BOARDS + 1
    big, *others = loaded.documents
    plain = json.dumps(big.body, default=str)
    assert len(plain) > 3_000_000
    assert sum(len(row["panels"]) for row in big.body["panels"]) == 2400
    for document in others:
        first, empty = document.body["rows"]
        assert document.body["__inputs"][0]["name"] == "DS_PROMETHEUS"
        assert [panel["id"] for panel in first["panels"]] == list(range(1, PANELS + 1))
        assert set(places(first["panels"])) == {"lib/common/graphs.py:23"}
        assert empty["panels"] == []
