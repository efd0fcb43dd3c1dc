"""Exports the files of a git ref, and lists the files that changed since a git ref."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from boardwright.errors import ConfigError
from boardwright.frozen import frozen

_FETCH_HINT = "To fetch older commits, run `git fetch --unshallow`, or in CI set `fetch-depth: 0`."
HOOK_VARIABLES = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"})


@contextmanager
def export_ref(root: Path, ref: str, *, hint: str) -> Iterator[Path]:
    """Export the files of the project at a git ref into a temporary folder.

    Args:
        root: Folder of the project, in a git repository.
        ref: A branch, tag or commit, in any notation that git accepts, such as `HEAD~1`.
        hint: Hint for the error if the git ref does not exist.

    Raises:
        ConfigError: git or the repository is missing, or the git ref does not exist.
    """
    top = Path(_run_git(root, ref, "rev-parse", "--show-toplevel", hint=hint))
    commit = _find_commit(root, ref, hint)
    inside = Path(os.path.relpath(root.resolve(), top.resolve()))
    with TemporaryDirectory(prefix="boardwright-") as folder:
        archive, target = Path(folder, "archive.tar"), Path(folder, "tree")
        _run_git(top, ref, "archive", "--format=tar", f"--output={archive}", commit)
        _extract_archive(archive, target)
        yield target / inside


@frozen
class GitChanges:
    """The files that differ between the working tree and a commit.

    Attributes:
        paths: Paths of all changed files, with symbolic links resolved.
        names: The paths of added, removed and renamed files.
        top: The top folder of the repository.
        base: The commit with which the working tree is compared.
    """

    paths: frozenset[str]
    names: frozenset[str]
    top: Path
    base: str


def read_changes(root: Path, ref: str, *, hint: str) -> GitChanges:
    """Return the files that changed in the working tree compared with a git ref.

    The function compares the working tree with the newest common ancestor of `HEAD` and the git
    ref, so it ignores commits that only the git ref contains. Untracked files count as added files.

    Args:
        root: A folder in the repository.
        ref: A branch, tag or commit.
        hint: Hint for the error if the git ref does not exist.

    Raises:
        ConfigError: git or the repository is missing, or the git ref does not exist.
    """
    top = Path(_run_git(root, ref, "rev-parse", "--show-toplevel", hint=hint)).resolve()
    commit = _find_commit(root, ref, hint)
    base = _run_git(top, ref, "merge-base", commit, "HEAD", hint=hint)
    entries = _run_git(top, ref, "diff", "--name-status", "--no-renames", "-z", base).split("\0")
    states = dict(zip(entries[1::2], entries[::2], strict=False))
    untracked = _run_git(top, ref, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    states |= dict.fromkeys(filter(None, untracked), "A")
    return GitChanges(
        paths=frozenset(str(top / name) for name in states),
        names=frozenset(str(top / name) for name, state in states.items() if state in "AD"),
        top=top,
        base=base,
    )


def read_old_file(changes: GitChanges, path: str, *, hint: str) -> str | None:
    """Return the text of a changed file in the commit `changes.base`; None for a new file.

    Raises:
        ConfigError: The git command fails.
    """
    name = Path(path).relative_to(changes.top).as_posix()
    if not _run_git(
        changes.top, changes.base, "ls-tree", "--name-only", changes.base, name, hint=hint
    ):
        return None
    return _run_git(changes.top, changes.base, "show", f"{changes.base}:{name}", hint=hint)


def _find_commit(root: Path, ref: str, hint: str) -> str:
    try:
        return _run_git(root, ref, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    except ConfigError:
        why = f"the repository has no branch, tag or commit {ref!r}"
        if _run_git(root, ref, "rev-parse", "--is-shallow-repository") == "true":
            why, hint = f"{why}, and this clone is shallow", f"{hint}\n  {_FETCH_HINT}"
        raise _build_git_error(ref, why, hint=hint) from None


def _extract_archive(archive: Path, target: Path) -> None:
    """Extract an archive to a folder, without symbolic links to paths outside of the folder."""

    def keep_inside(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
        try:
            return tarfile.data_filter(member, path)
        except tarfile.FilterError:
            return None

    with tarfile.open(archive) as files:
        files.extractall(target, filter=keep_inside)  # noqa: S202 - the filter refuses paths outside the folder


def _run_git(root: Path, ref: str, *arguments: str, hint: str | None = None) -> str:
    """Run a git command and return its output, or raise an error with git's message."""
    try:
        run = subprocess.run(  # noqa: S603 - the ref comes after --end-of-options
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the user's git
            capture_output=True, encoding="utf-8", errors="surrogateescape", check=False,
            env=_make_git_environment(),
        )  # fmt: skip
    except OSError as error:
        raise _build_git_error(ref, f"git cannot be run: {error.strerror}", hint=hint) from None
    if run.returncode:
        message = run.stderr.strip().removeprefix("fatal: ")
        why = message.splitlines()[0] if message else f"git ended with exit code {run.returncode}"
        raise _build_git_error(ref, why, hint=hint)
    return run.stdout.strip()


def _make_git_environment() -> dict[str, str]:
    """Return the environment variables except those that git sets for hooks, such as `GIT_DIR`."""
    return {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES}


def _build_git_error(ref: str, why: str, *, hint: str | None) -> ConfigError:
    return ConfigError(f"cannot compare with {ref!r}: {why}", hint=hint)
