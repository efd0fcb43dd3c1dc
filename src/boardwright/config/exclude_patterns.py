"""Reads `project.exclude`, patterns for files in the dashboards folder that boardwright does not
load.
"""

from __future__ import annotations

from boardwright.config.toml_table import Table


def read_exclude(table: Table) -> tuple[str, ...]:
    """Return the patterns, in the syntax of `.gitignore`. Paths start in the project's folder.

    Raises:
        ConfigError: A pattern is not valid in `.gitignore`.
    """
    patterns = table.get_texts("exclude")
    if patterns:
        from pathspec import GitIgnoreSpec

        try:
            GitIgnoreSpec.from_lines(patterns)
        except ValueError as error:
            table.refuse(
                f"project.exclude contains an invalid pattern: {error}",
                "exclude",
                'Write patterns as in .gitignore, such as exclude = ["dashboards/old.json"].',
            )
    return patterns
