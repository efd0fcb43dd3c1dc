"""A regular expression looks like a shell pattern: `api*` instead of `api.*`.

## Reported cases
This rule reports a literal pattern after `=~` or `!~` in which `*` follows a letter, a digit, `-`,
`_` or `/`. A pattern is ignored if it contains any other special character of regular expressions,
except `|`.

## Why
In a regular expression, `*` repeats the character before it. The pattern `api*` matches `ap`, `api`
and `apiii`, but never `api-7f9`.

## Bad
```promql
kube_pod_info{pod=~"api-*"}
```

## Good
```promql
kube_pod_info{pod=~"api-.*"}
```

## Source
[RE2 syntax](https://github.com/google/re2/wiki/Syntax)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks import AnnotationView, Finding, QueryView, VariableView, rule
from boardwright.promql.expression import list_selectors

_TEXT = re.compile(r"[\w/|:*-]+")
_REPEATED = re.compile(r"[\w/-]\*")

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="regex-like-glob", group="queries", severity="warning", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in list_selectors(query.expression):
        for matcher in selector.matchers:
            if matcher.op not in {"=~", "!~"} or matcher.variable:
                continue
            if _TEXT.fullmatch(matcher.value) and _REPEATED.search(matcher.value):
                pattern = matcher.value.replace("*", ".*")
                yield Finding(
                    what=f"{matcher.name}{matcher.op}{matcher.value!r} is a regular expression, in"
                    " which * repeats the character before it",
                    fix=f'Write "{pattern}" to match any text.',
                    node=matcher,
                )
