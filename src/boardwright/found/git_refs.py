"""What a git ref holds, written into a folder of its own: the work tree and the index stay."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from boardwright.errors import ConfigError

_FETCH = "An older commit comes with `git fetch --unshallow`, or in CI with `fetch-depth: 0`."
OF_HOOKS = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"})


@contextmanager
def exported(root: Path, ref: str, *, takes: str) -> Iterator[Path]:
    """Give the project as a git ref has it, in a folder that goes afterwards.

    Args:
        root: The project, in a git repository.
        ref: A branch, tag, commit, `HEAD~1`: whatever git takes for a commit.
        takes: What else could have been given: the hint where there is no such ref.

    Raises:
        ConfigError: No git, no repository, no such ref, or no project in it.
    """
    top = Path(_told(root, ref, "rev-parse", "--show-toplevel", hint=takes))
    commit = _commit(root, ref, takes)
    inside = Path(os.path.relpath(root.resolve(), top.resolve()))
    with TemporaryDirectory(prefix="boardwright-") as folder:
        archive, target = Path(folder, "archive.tar"), Path(folder, "tree")
        _told(top, ref, "archive", "--format=tar", f"--output={archive}", commit)
        _unpack(archive, target)
        yield target / inside


def _commit(root: Path, ref: str, takes: str) -> str:
    """Return a ref's hash, which can be nothing but a commit's, whatever the ref looks like."""
    try:
        return _told(root, ref, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    except ConfigError:
        why, hint = "git has no such commit", takes
        if _told(root, ref, "rev-parse", "--is-shallow-repository") == "true":
            why, hint = f"{why}, and this clone is shallow", f"{takes}\n  {_FETCH}"
        raise _refused(ref, why, hint=hint) from None


def _unpack(archive: Path, target: Path) -> None:
    """Write the files of an archive; links that lead out of the folder are left out."""

    def inside(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
        try:
            return tarfile.data_filter(member, path)
        except tarfile.FilterError:
            return None

    with tarfile.open(archive) as files:
        files.extractall(target, filter=inside)  # noqa: S202 - the filter keeps all inside


def _told(root: Path, ref: str, *arguments: str, hint: str | None = None) -> str:
    """Return git's one line, or raise what it said instead."""
    try:
        done = subprocess.run(  # noqa: S603 - the ref stands behind --end-of-options
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the user's git
            capture_output=True, text=True, check=False, env=_environment(),
        )  # fmt: skip
    except OSError as error:
        raise _refused(ref, f"git cannot be run: {error.strerror}", hint=hint) from None
    if done.returncode:
        said = done.stderr.strip().removeprefix("fatal: ")
        why = said.splitlines()[0] if said else f"git ended with {done.returncode}"
        raise _refused(ref, why, hint=hint)
    return done.stdout.strip()


def _environment() -> dict[str, str]:
    """Return the environment without what a hook of git is told of its own repository."""
    return {name: value for name, value in os.environ.items() if name not in OF_HOOKS}


def _refused(ref: str, why: str, *, hint: str | None) -> ConfigError:
    return ConfigError(f"nothing to compare with at {ref!r}: {why}", hint=hint)
