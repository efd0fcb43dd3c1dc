"""A query works only if Prometheus is started with a feature flag.

## Reported cases
This rule reports functions and modifiers that Prometheus supports only with a feature flag, such as
`limitk`, `info`, `sort_by_label` and `fill`. Which functions and modifiers need a flag depends on
the version of Prometheus. `check` takes the version from the setting `version` of the data source
in `boardwright.toml`, or from the server in `--metrics`. If both are missing, `check` assumes
Prometheus 3.16. A feature is not reported if the server in `--metrics` lists it as enabled.
Prometheus 3.8 and later publish this list at `/api/v1/features`.

## Why
Without the feature flag, Prometheus refuses the query. Experimental functions can also change or
disappear in any release of Prometheus.

## Bad
```promql
limitk(5, up)
```

## Good
```promql
topk(5, up)
```

## Source
[Feature flags](https://prometheus.io/docs/prometheus/latest/feature_flags/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    AnnotationView,
    ConfigurationView,
    Finding,
    PlaceAt,
    QueryView,
    VariableView,
    rule,
)
from boardwright.checks.prometheus_versions import VersionedView, iter_versioned_parts

LOOKS_AT = (QueryView, AnnotationView, VariableView, ConfigurationView)


@rule(id="experimental-promql", group="queries", severity="info", looks_at=LOOKS_AT)
def check(view: VersionedView) -> Iterator[Finding]:
    for part in iter_versioned_parts(view):
        if part.is_experimental:
            name, flag = part.requirement.what, part.requirement.availability.flag
            yield Finding(
                what=f"{name} is experimental: it needs --enable-feature={flag}",
                fix="Start Prometheus with this flag, or rewrite the query without the "
                "experimental feature.",
                at=PlaceAt(part.place) if part.place else None,
                expression=part.expression,
                span=part.requirement.span,
            )
