"""Prometheus' own parser reads what is rendered."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from boardwright.promql import Expr
from promql.strategies import OLD

SAMPLE = 400


def sample() -> list[str]:
    """Return the same expressions on every run."""
    texts: list[str] = []

    @given(OLD.exprs)
    @settings(
        max_examples=SAMPLE,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(expr: Expr) -> None:
        texts.append(str(expr))

    collect()
    return list(dict.fromkeys(texts))


@pytest.mark.real
def test_promtool_reads_a_sample(promtool: str, tmp_path: Path) -> None:
    texts = sample()
    assert len(texts) > SAMPLE / 2
    rules = [{"record": f"rule{at}", "expr": text} for at, text in enumerate(texts)]
    file = tmp_path / "rules.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "sample", "rules": rules}]}))
    checked = subprocess.run(
        [promtool, "check", "rules", str(file)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert f"{len(texts)} rules found" in checked.stdout
