"""Finding the credentials: the environment, a file, or the stack's `.env`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from boardwright.frozen import frozen
from boardwright.grafana.credentials import Credentials
from boardwright.grafana.env_file import read_env_file
from boardwright.grafana.errors import NoCredentialsError
from boardwright.grafana.server import PASSWORD_ENV, TOKEN_ENV, USER_ENV, Secrets

STACK_USER = "GF_SECURITY_ADMIN_USER"
STACK_PASSWORDS = ("GRAFANA_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD")
"""What the stack's `.env`, and Grafana's own settings, call the administrator's password."""

_READABLE_BY_OTHERS = 0o044
_SECONDS = 60
"""How long a program may take to find a token; it may ask its user."""


@frozen
class _Found:
    """A token or password that is there, and may be blank."""

    kind: str
    value: str = field(repr=False)
    source: str
    variables: Mapping[str, str] = field(repr=False)
    warnings: tuple[str, ...] = ()


def find_credentials(secrets: Secrets, *, environ: Mapping[str, str], root: Path) -> Credentials:
    """Return the first token or password that is there.

    Args:
        secrets: Where to look.
        environ: The environment.
        root: What files are relative to.

    Raises:
        NoCredentialsError: There is none, it is blank, its file cannot be read, or it holds
            characters that it cannot be sent with.
    """
    blank: _Found | None = None
    for found in _candidates(secrets, environ, root):
        if found.value:
            return _credentials(found, secrets)
        blank = blank or found
    if blank:
        raise NoCredentialsError(
            f"the {blank.kind} of {blank.source} is blank", hint="Write it there, or remove it."
        )
    raise NoCredentialsError("nothing to log in to Grafana with", hint=_hint(secrets, root))


def _candidates(secrets: Secrets, environ: Mapping[str, str], root: Path) -> Iterator[_Found]:
    token_env, password_env = _variable_names(secrets)
    yield from _variable("token", token_env, environ)
    yield from _file("token", secrets.token_file, environ, root)
    yield from _command(secrets.token_command, environ, root)
    yield from _variable("password", password_env, environ)
    yield from _file("password", secrets.password_file, environ, root)
    if secrets.env_file and (root / secrets.env_file).is_file():
        text, warnings = _read(root / secrets.env_file, secrets.env_file)
        variables, within = read_env_file(text), f" in {secrets.env_file}"
        names = [("token", token_env)]
        names += [("password", name) for name in (password_env, *STACK_PASSWORDS)]
        for kind, name in names:
            yield from _variable(kind, name, variables, within=within, warnings=warnings)


def _variable_names(secrets: Secrets) -> tuple[str | None, str | None]:
    """Ours, unless the configuration names a place of its own: then no other one counts."""
    named = (secrets.token_env, secrets.token_file, secrets.password_env, secrets.password_file)
    if any(named) or secrets.token_command:
        return secrets.token_env, secrets.password_env
    return TOKEN_ENV, PASSWORD_ENV


def _variable(
    kind: str,
    name: str | None,
    variables: Mapping[str, str],
    *,
    within: str = "",
    warnings: tuple[str, ...] = (),
) -> Iterator[_Found]:
    if name is not None and name in variables:
        yield _Found(
            kind=kind,
            value=variables[name].strip(),
            source=f"{name}{within}",
            variables=variables,
            warnings=warnings,
        )


def _file(kind: str, name: str | None, environ: Mapping[str, str], root: Path) -> Iterator[_Found]:
    if name is not None:
        text, warnings = _read(root / Path(name).expanduser(), name)
        yield _Found(
            kind=kind,
            value=text.strip(),
            source=f"the file {name}",
            variables=environ,
            warnings=warnings,
        )


def _command(
    command: Sequence[str] | None, environ: Mapping[str, str], root: Path
) -> Iterator[_Found]:
    """What a program writes; what it has to say to its user goes where our errors go."""
    if command is None:
        return
    name = f"the token_command {command[0]!r}"
    try:
        done = subprocess.run(  # noqa: S603 - named by the project, and run without a shell
            [*command],
            cwd=root,
            env={**environ},
            stdout=subprocess.PIPE,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = error.strerror if isinstance(error, OSError) else f"no end in {_SECONDS} s"
        raise NoCredentialsError(f"{name} cannot be run: {reason}") from None
    if done.returncode != 0:
        raise NoCredentialsError(f"{name} ended with {done.returncode}")
    value = done.stdout.decode("utf-8", "replace").strip()
    yield _Found(kind="token", value=value, source=name, variables=environ)


def _read(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        text, mode = path.read_text(encoding="utf-8"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise NoCredentialsError(
            f"the file {name} cannot be read: {reason}",
            hint="Its name stands in boardwright.toml, relative to that file.",
        ) from None
    open_to_others = bool(mode & _READABLE_BY_OTHERS)
    warning = f"others on this machine can read {name}: run `chmod 600 {name}`"
    return text, (warning,) if open_to_others else ()


def _credentials(found: _Found, secrets: Secrets) -> Credentials:
    token = found.kind == "token"
    user = None if token else _user(secrets, found.variables)
    if (token and not found.value.isascii()) or not found.value.isprintable():
        raise NoCredentialsError(
            f"the {found.kind} of {found.source} holds characters that cannot be sent",
            hint="It is one line of printable text.",
        )
    if user is not None and (":" in user or not user.isprintable()):
        raise NoCredentialsError(f"the user {user!r} cannot be sent", hint="A user has no colon.")
    return Credentials(user=user, secret=found.value, source=found.source, warnings=found.warnings)


def _user(secrets: Secrets, variables: Mapping[str, str]) -> str:
    named = variables.get(secrets.user_env or USER_ENV, "").strip()
    stack = variables.get(STACK_USER, "").strip() if secrets.env_file else ""
    return secrets.user or named or stack or "admin"


def _hint(secrets: Secrets, root: Path) -> str:
    token_env, password_env = _variable_names(secrets)
    names = [name for name in (token_env, password_env) if name]
    hint = f"Set {' or '.join(names)} in the environment." if names else ""
    if secrets.env_file and not (root / secrets.env_file).is_file():
        hint += f" There is no {secrets.env_file}, which boardwright.toml names:"
        hint += " starting the stack makes one."
    elif secrets.env_file:
        hint += f" {secrets.env_file} has no {STACK_PASSWORDS[0]} either."
    return hint.strip()
