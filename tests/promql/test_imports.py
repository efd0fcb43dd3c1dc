"""Importing the package stays cheap: every module of a project pays for it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("re2", "datetime")


def test_the_package_imports_no_slow_modules() -> None:
    code = (
        "import sys; import boardwright.promql as p;"
        "str(100 - p.avg(p.irate(p.metric('up'))) * 100);"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
