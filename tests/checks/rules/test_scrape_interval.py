from __future__ import annotations

import pytest

from boardwright.checks.rules.scrape_interval import check
from boardwright.checks.settings import DataSourceFact
from boardwright.schema.document import Place
from checks.views import configuration, messages


def source(interval: str | None, kind: str = "prometheus") -> DataSourceFact:
    return DataSourceFact(
        name="P", type=kind, uid="p", place=Place(file="ds.yml"), time_interval=interval
    )


def test_one_interval_for_all_jobs_is_not_reported() -> None:
    assert messages(check, configuration(("", "15s"), ("a", None), ("b", "15s"))) == []
    assert messages(check, configuration(("", "15s"), datasources=(source("15s"),))) == []
    assert messages(check, configuration(datasources=(source("10s"), source(None)))) == []
    assert messages(check, configuration(datasources=(source("1h", "loki"),))) == []


@pytest.mark.parametrize("interval", ["5s", "2m", "500ms"])
def test_an_interval_outside_10_to_60_seconds_is_reported(interval: str) -> None:
    (what,) = messages(check, configuration(("", interval)))
    assert what == f"Prometheus scrapes every {interval}, which is not between 10s and 60s"


def test_a_job_with_another_interval_is_reported() -> None:
    (what,) = messages(check, configuration(("", "15s"), ("slow", "30s")))
    assert what == "the job 'slow' is scraped every 30s, but the global scrape interval is 15s"


def test_a_missing_interval_counts_as_the_default_of_one_minute() -> None:
    assert messages(check, configuration(("", None), ("a", "1m"))) == []


def test_a_data_source_with_another_interval_is_reported() -> None:
    (what,) = messages(check, configuration(("", "15s"), datasources=(source("30s"),)))
    assert "is 30s" in what


def test_an_invalid_interval_is_left_to_prometheus() -> None:
    assert messages(check, configuration(("", "often"), ("a", None))) == []
