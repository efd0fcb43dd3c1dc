"""Runs Prometheus's own parser on many expressions at once.

`promtool check rules` names every rule whose expression it refuses, so one process checks all
expressions.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_REFUSED = re.compile(r'rule \d+, "r(\d+)": could not parse expression: (.*)')
FEATURES = "--enable-feature=promql-experimental-functions,promql-binop-fill-modifiers"
"""The option of promtool for experimental functions and fills."""


def refusals(promtool: str, texts: Sequence[str], *, all_features: bool = False) -> dict[int, str]:
    """Return index -> reason for the expressions that Prometheus refuses.

    Args:
        promtool: The program.
        texts: The expressions; none of them empty.
        all_features: Whether to enable experimental functions and fills.
    """
    rules = (f"{{record: r{at}, expr: {_yaml(text)}}}" for at, text in enumerate(texts))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rules.yml"
        file.write_text(f"groups: [{{name: g, rules: [{', '.join(rules)}]}}]\n")
        run = subprocess.run(
            [promtool, "check", "rules", "--lint=none", str(file)]
            + ([FEATURES] if all_features else []),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    found = {int(at): reason for at, reason in _REFUSED.findall(run.stdout + run.stderr)}
    accepts_all = run.returncode == 0 and str(len(texts)) in run.stdout
    assert found or accepts_all, (run.stdout + run.stderr)[:1000]
    return found


def _yaml(text: str) -> str:
    """Return a text as a quoted ASCII string of YAML."""
    plain = "".join(
        each if " " <= each <= "~" and each not in '"\\' else f"\\U{ord(each):08x}" for each in text
    )
    return f'"{plain}"'
