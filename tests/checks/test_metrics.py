from __future__ import annotations

import pytest

from boardwright.checks.metrics import join_catalogues, read_exposition
from boardwright.errors import DeclarationError
from support import ROOT

TEXT = """\
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{code="200",path="/"} 5
http_requests_total{code="500",path="/"} 1
# TYPE seconds histogram
seconds_bucket{le="1"} 1
seconds_bucket{le="+Inf"} 2
seconds_sum 3
seconds_count 2
untyped 1
"""


def test_an_exposition_gives_names_types_and_labels() -> None:
    read = read_exposition(TEXT, where="x.prom")
    assert set(read.names) == {
        "http_requests_total",
        "seconds_bucket",
        "seconds_sum",
        "seconds_count",
        "untyped",
    }
    requests = read.find_metric("http_requests_total")
    assert requests is not None
    assert (requests.type, requests.labels["code"]) == ("counter", {"200", "500"})
    buckets = read.find_metric("seconds_bucket")
    assert buckets is not None
    assert buckets.type == "histogram"
    assert read.find_metric("nothing") is None


def test_joined_catalogues_have_all_types_and_labels() -> None:
    one = read_exposition('a{x="1"} 1\n', where="x")
    other = read_exposition('# TYPE a gauge\na{x="2",y="3"} 1\n', where="x")
    both = join_catalogues([one, other]).find_metric("a")
    assert both is not None
    assert (both.type, both.labels) == ("gauge", {"x": {"1", "2"}, "y": {"3"}})


@pytest.mark.parametrize("text", ["<html>", 'a{b="c} 1', "# TYPE a nonsense\na 1"])
def test_a_text_that_is_not_an_exposition_is_refused(text: str) -> None:
    with pytest.raises(DeclarationError, match="is not a recorded"):
        read_exposition(text, where="x.prom")


@pytest.mark.parametrize("file", sorted((ROOT / "tests/recordings/metrics").glob("*.prom")))
def test_recorded_expositions_are_readable(file: object) -> None:
    from pathlib import Path

    assert len(read_exposition(Path(str(file)).read_text(), where="x").names) > 50
