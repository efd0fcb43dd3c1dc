"""Reads the owners of files from the repository's CODEOWNERS file.

Each line contains a pattern in the syntax of `.gitignore`, and the owners of the files that match
the pattern. If several lines match a file, only the last of these lines counts. GitLab also
supports sections with default owners. Sources:
https://docs.gitlab.com/user/project/codeowners/reference/,
https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pathspec import GitIgnoreSpec

from boardwright.errors import ConfigError
from boardwright.found.file_contents import read_content
from boardwright.found.real_paths import RealPaths
from boardwright.frozen import frozen
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.schema.document import Place

_SECTION = re.compile(r"\^?\[[^\]]*\](?:\[\d+\])?\s*(?P<owners>.*)")
"""Matches the header of a section in GitLab's CODEOWNERS, such as `[Docs][2] @writers`."""

_PATHS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


class CodeOwners:
    """The owners of the files in a repository.

    Args:
        file: The CODEOWNERS file.

    Raises:
        ConfigError: The file contains an invalid pattern.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._top = self._file.parent
        if self._top.name in {".github", ".gitlab", "docs"}:
            self._top = self._top.parent
        self._lines = [*_iter_lines(self._file)]
        self._paths = RealPaths()
        self._last_lines: dict[str, Sequence[OwnersLine]] = {}
        """Path of a folder in the repository -> the lines that may match files of the folder."""

    def find_owners(self, path: Path) -> frozenset[str]:
        """Return the owners of a file; empty if no line of CODEOWNERS matches the file."""
        name = os.path.relpath(self._paths.resolve(os.path.abspath(path)), self._top)
        folder = os.path.dirname(name)
        lines = self._last_lines.get(folder)
        if lines is None:
            lines = self._last_lines[folder] = self._find_lines(folder)
        matching_owners = (line.owners for line in lines if line.matches(name))
        return next(matching_owners, frozenset())

    def _find_lines(self, folder: str) -> Sequence[OwnersLine]:
        """Return the lines that may match files of a folder, with the last line first.

        A pattern that ends with a slash, such as `/docs/`, matches all files of a folder or none.
        If the pattern matches, earlier lines have no effect on the folder.
        """
        lines, any_file = [], os.path.join(folder, "any name")
        for line in reversed(self._lines):
            if not line.pattern.endswith("/"):
                lines.append(line)
            elif line.matches(any_file):
                lines.append(line)
                break
        return lines

    def require(self, owners: Iterable[str]) -> None:
        """Check that CODEOWNERS contains all owners in `owners`.

        Raises:
            ConfigError: One of the owners is not in CODEOWNERS.
        """
        known = sorted({owner for line in self._lines for owner in line.owners})
        for owner in owners:
            if owner not in known:
                raise ConfigError(
                    f"--owner {owner}: CODEOWNERS does not contain the owner {owner}",
                    hint=suggest_name(owner, known, otherwise=list_names("Owners", known)),
                )


def find_code_owners(root: Path) -> CodeOwners | None:
    """Return the owners of the files in a repository; None if there is no CODEOWNERS file.

    Args:
        root: The project's folder. CODEOWNERS may be in the project's folder or a parent folder.

    Raises:
        ConfigError: CODEOWNERS contains an invalid pattern.
    """
    top = root.resolve()
    paths = (folder / path for folder in (top, *top.parents) for path in _PATHS)
    file = next((path for path in paths if path.is_file()), None)
    return None if file is None else CodeOwners(file)


def require_code_owners(root: Path) -> CodeOwners:
    """Return the owners of the files in a repository, for a command with the option `--owner`.

    Raises:
        ConfigError: There is no CODEOWNERS file, or it contains an invalid pattern.
    """
    owners = find_code_owners(root)
    if owners is None:
        raise ConfigError(
            "--owner needs a CODEOWNERS file, but the repository has none",
            hint="Create CODEOWNERS with a line such as: dashboards/payments/ @org/payments",
        )
    return owners


@frozen
class OwnersLine:
    """A line of CODEOWNERS.

    Attributes:
        pattern: The pattern.
        spec: The parsed pattern.
        owners: The owners; empty if the files that match the pattern have no owners.
    """

    pattern: str
    spec: GitIgnoreSpec
    owners: frozenset[str]

    def matches(self, name: str) -> bool:
        """Return whether the pattern of the line matches a file.

        Unlike in `.gitignore`, `docs/*` does not match files in subfolders of `docs`.

        Args:
            name: Path of the file in the repository.
        """
        (pattern,) = self.spec.patterns
        if not pattern.include or pattern.match_file(name) is None:
            return False
        levels = self.pattern.strip("/").count("/")
        return not self.pattern.endswith("/*") or name.count("/") == levels


def _iter_lines(file: Path) -> Iterator[OwnersLine]:
    try:
        text = read_content(file, Place(file=str(file))).decode()
    except UnicodeDecodeError:
        raise ConfigError(
            "the file is not UTF-8", where=file, hint="Save the file as UTF-8."
        ) from None
    section_owners: list[str] = []
    for number, text_line in enumerate(text.splitlines(), 1):
        line = text_line.partition("#")[0].strip()
        if section := _SECTION.fullmatch(line):
            section_owners = section["owners"].split()
            continue
        pattern, *owners = line.split() or [""]
        if pattern:
            yield _parse_line(pattern, owners or section_owners, f"{file}:{number}")


def _parse_line(pattern: str, owners: Sequence[str], where: str) -> OwnersLine:
    try:
        spec = GitIgnoreSpec.from_lines([pattern])
    except ValueError as error:
        raise ConfigError(f"the pattern {pattern!r} is invalid: {error}", where=where) from None
    return OwnersLine(pattern=pattern, spec=spec, owners=frozenset(owners))
