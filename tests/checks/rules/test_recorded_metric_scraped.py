from __future__ import annotations

from dataclasses import replace

from boardwright.checks.metrics import read_exposition
from boardwright.checks.rules.recorded_metric_scraped import check
from checks.views import SETTINGS, configuration, messages

EXPORTED = read_exposition(
    "# TYPE requests_total counter\nrequests_total 1\nbare 1\n", where="a.prom"
)


def messages_of(name: str) -> list[str]:
    settings = replace(SETTINGS, catalogue=EXPORTED)
    return messages(check, configuration(rules=[{"record": name, "expr": "x"}], settings=settings))


def test_a_recorded_name_that_a_target_exports_is_reported() -> None:
    (what,) = messages_of("requests_total")
    assert what == (
        "the recording rule requests_total has the name of a metric that a target exports"
    )


def test_unique_recorded_names_and_unknown_metrics_are_not_reported() -> None:
    assert messages_of("job:requests:rate5m") == []
    assert messages_of("bare") == []
    assert messages(check, configuration(rules=[{"record": "requests_total", "expr": "x"}])) == []
