"""The owners of files, from the repository's CODEOWNERS.

A line is a pattern in the syntax of `.gitignore` and the owners of the files that it matches; the
last line that matches a file counts. Source:
https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from pathspec import GitIgnoreSpec

from boardwright.errors import ConfigError

_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


class CodeOwners:
    """The owners of a repository's files.

    Args:
        root: The project; CODEOWNERS is in its folder or in one above.

    Raises:
        ConfigError: There is no CODEOWNERS, or it has a wrong pattern.
    """

    def __init__(self, root: Path) -> None:
        self._file = _find(root.resolve())
        self._top = self._file.parent
        if self._top.name in {".github", ".gitlab", "docs"}:
            self._top = self._top.parent
        self._lines = [*_read(self._file)]

    def of(self, path: Path) -> frozenset[str]:
        """Return the owners of a file; none for a file that no line matches."""
        name = os.path.relpath(os.path.realpath(path), self._top)
        found = (owners for spec, owners in reversed(self._lines) if spec.match_file(name))
        return next(found, frozenset())

    def require(self, owners: Iterable[str]) -> None:
        """Refuse owners that the file does not name.

        Raises:
            ConfigError: There is one.
        """
        known = sorted({owner for _, each in self._lines for owner in each})
        for owner in owners:
            if owner not in known:
                near = get_close_matches(owner, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"It names {', '.join(known)}."
                raise ConfigError(f"--owner {owner}: not in CODEOWNERS", hint=hint)


def _find(root: Path) -> Path:
    places = (folder / place for folder in (root, *root.parents) for place in _PLACES)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise ConfigError(
            "--owner needs a CODEOWNERS file, and the repository has none",
            hint="Write one, with a line such as: dashboards/payments/ @org/payments",
        )
    return found


def _read(file: Path) -> Iterator[tuple[GitIgnoreSpec, frozenset[str]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        pattern, *owners = line.partition("#")[0].split() or [""]
        if not pattern or pattern.startswith("["):  # a section of GitLab
            continue
        try:
            yield GitIgnoreSpec.from_lines([pattern]), frozenset(owners)
        except ValueError as error:
            raise ConfigError(
                f"the pattern {pattern!r}: {error}", where=f"{file}:{number}"
            ) from None
