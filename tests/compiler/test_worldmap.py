from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.worldmap import run

from .helpers import one, remarks


def worldmap(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "grafana-worldmap-panel", **options})


def test_the_plugin_becomes_the_core_geomap() -> None:
    after = worldmap(thresholds="10,20", colors=["a", "b", "c"], mapCenter="Europe", initialZoom=3)
    assert after["type"] == "geomap"
    assert after["options"]["view"]["lat"] == 46.0
    assert after["options"]["view"]["zoom"] == 3
    assert [s["value"] for s in after["fieldConfig"]["defaults"]["thresholds"]["steps"]] == [
        None,
        10,
        20,
    ]
    assert remarks(after)


@pytest.mark.parametrize(
    ("options", "location"),
    [
        (
            {"locationData": "countries"},
            {"mode": "lookup", "gazetteer": "public/gazetteer/countries.json"},
        ),
        ({"locationData": "geohash", "esGeoPoint": "g"}, {"mode": "geohash", "geohash": "g"}),
        (
            {
                "locationData": "table",
                "tableQueryOptions": {"latitudeField": "lat", "longitudeField": "lon"},
            },
            {"mode": "coords", "latitude": "lat", "longitude": "lon"},
        ),
    ],
)
def test_location_data_determines_the_place_of_markers(
    options: dict[str, Any], location: dict[str, Any]
) -> None:
    assert worldmap(**options)["options"]["layers"][0]["location"] == location


def test_location_data_that_is_not_text_is_treated_as_unknown() -> None:
    """As with an unknown kind, the series of the panel have no location."""
    assert worldmap(locationData=[]) == worldmap(locationData="x")
