"""The Prometheus version of the data source lacks a function or an operator.

## Reported cases
This rule reports functions, operators and syntax that the Prometheus version of the query's data
source does not support. Set the version in `boardwright.toml`:

```toml
[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
version = "2.53"
```

If no version is set, `check` uses the version of the server in `--metrics`. If this version is
unknown as well, `check` assumes the newest version. In this case, the rule reports only functions
that newer versions of Prometheus renamed, with severity `info`.

## Why
Prometheus refuses the whole query, and the panel shows an error. Boards and examples are often
written for another version of Prometheus.

## Bad
```promql
holt_winters(node_load1[1h], 0.5, 0.5)
```

## Good
```promql
avg_over_time(node_load1[1h])
```

## Source
[Changelog](https://github.com/prometheus/prometheus/blob/main/CHANGELOG.md)
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
from boardwright.checks.prometheus_versions import (
    VersionedPart,
    VersionedView,
    iter_versioned_parts,
)
from boardwright.notation.versions import format_version

LOOKS_AT = (QueryView, AnnotationView, VariableView, ConfigurationView)


@rule(id="unsupported-promql", group="queries", severity="error", looks_at=LOOKS_AT)
def check(view: VersionedView) -> Iterator[Finding]:
    for part in iter_versioned_parts(view):
        if not part.is_supported:
            yield Finding(
                what=_describe_fault(part),
                fix=_suggest_fix(part),
                at=PlaceAt(part.place) if part.place else None,
                expression=part.expression,
                span=part.requirement.span,
                severity=None if part.version else "info",
            )


def _describe_fault(part: VersionedPart) -> str:
    name, known = part.requirement.what, part.requirement.availability
    if part.version is None or (known.until and part.version >= known.until):
        until = format_version(known.until) if known.until else "the newest version"
        return f"Prometheus {until} and later do not support {name}"
    added = f"it was added in {format_version(known.since)}"
    return f"Prometheus {format_version(part.version)} does not support {name}: {added}"


def _suggest_fix(part: VersionedPart) -> str:
    known = part.requirement.availability
    if part.version is None:
        return "If your Prometheus is older, set version in [[datasources]] of boardwright.toml."
    if known.instead and known.until and part.version >= known.until:
        return f"Use {known.instead}."
    return (
        "Rewrite the query without this feature, or update Prometheus and set version in"
        " [[datasources]] of boardwright.toml."
    )
