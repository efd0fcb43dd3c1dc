"""Results of expressions over made-up series, evaluated by `promtool test rules`.

Each expression is a test that expects no result, so promtool prints the actual result. One process
evaluates many expressions.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

Labels = frozenset[str]

_TEST = re.compile(r'^ +expr: ("(?:[^"\\]|\\.)*"), time: ')
_SERIES = re.compile(r"\{([^}]*)\} [^,]+")
_LABEL = re.compile(r'(\w+)="')


def evaluate(
    promtool: str, series: Sequence[str], texts: Sequence[str], options: Sequence[str] = ()
) -> dict[str, list[Labels]]:
    """Return, for each expression, the label names of each series in its result.

    Expressions that Prometheus could not evaluate over these series are omitted.

    Args:
        promtool: The program.
        series: The series, without values.
        texts: The expressions, each once.
        options: More options of the program.
    """
    tests = [{"expr": text, "eval_time": "20m", "exp_samples": []} for text in texts]
    inputs = [{"series": each, "values": "0+1x40"} for each in series]
    suite = {"interval": "1m", "input_series": inputs, "promql_expr_test": tests}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tests.yml"
        file.write_text(json.dumps({"evaluation_interval": "1m", "tests": [suite]}))
        run = subprocess.run(
            [promtool, "test", "rules", *options, str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
    output = run.stdout + run.stderr
    assert "FAILED" in output, output[:1000]
    return {**{text: [] for text in texts}, **_results(output)} if output else {}


def _results(output: str) -> dict[str, list[Labels]]:
    found: dict[str, list[Labels]] = {}
    text = ""
    for line in output.splitlines():
        test = _TEST.match(line)
        if test:
            text = json.loads(test[1])
            found[text] = []
        elif line.startswith("        got: ") and text:
            found[text] = [frozenset(_LABEL.findall(labels)) for labels in _SERIES.findall(line)]
    return found
