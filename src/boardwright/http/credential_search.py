"""Finds the credentials for a server in the environment, in a file, or from a program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from boardwright.frozen import frozen
from boardwright.http.credentials import Credentials, Secrets, UsualVariables
from boardwright.http.request_errors import NoCredentialsError
from boardwright.http.secret_sources import read_secret_file, run_token_command

SecretKind = Literal["token", "password"]

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


@frozen
class _Candidate:
    """A token or password in an environment variable, in a file, or in the output of a program.

    `value` is empty if the variable, the file or the output is empty.
    """

    kind: SecretKind
    value: str = field(repr=False)
    source: str
    variables: Mapping[str, str] = field(repr=False)
    warnings: tuple[str, ...] = ()


def find_credentials(
    secrets: Secrets, *, usual: UsualVariables, environ: Mapping[str, str], root: Path
) -> Credentials:
    """Return the first token or password in the environment, in a file or from a program.

    Args:
        secrets: The settings in boardwright.toml that name variables, files or a program.
        usual: The environment variables to read if `secrets` names no variable, file or program.
        root: Folder to which the paths in `secrets` are relative.

    Raises:
        NoCredentialsError: All variables and files are missing or empty, a file cannot be read, or
            the program fails.
    """
    blank_candidate: _Candidate | None = None
    for candidate in _iter_candidates(secrets, usual, environ, root):
        if candidate.value:
            return _build_credentials(candidate, secrets, usual)
        blank_candidate = blank_candidate or candidate
    if blank_candidate:
        raise NoCredentialsError(
            f"the {blank_candidate.kind} of {blank_candidate.source} is blank",
            hint=f"Provide a {blank_candidate.kind}, or remove the variable or setting.",
        )
    raise NoCredentialsError(
        f"no {usual.server} credentials found", hint=_format_hint(secrets, usual, root)
    )


def find_optional_credentials(
    secrets: Secrets, *, usual: UsualVariables, environ: Mapping[str, str], root: Path
) -> Credentials | None:
    """Return the credentials for a server that may not require a login.

    The result is None if boardwright.toml names no variable, file or program for the credentials,
    and the environment and `env_file` contain no credentials.

    Raises:
        NoCredentialsError: The credentials cannot be read, are empty, or contain a character that
            an HTTP header cannot contain.
    """
    if (
        not secrets.names_source
        and next(_iter_candidates(secrets, usual, environ, root), None) is None
    ):
        return None
    return find_credentials(secrets, usual=usual, environ=environ, root=root)


def _iter_candidates(
    secrets: Secrets, usual: UsualVariables, environ: Mapping[str, str], root: Path
) -> Iterator[_Candidate]:
    token_env, password_env = _select_variable_names(secrets, usual)
    yield from _iter_variable_candidates("token", token_env, environ)
    yield from _iter_file_candidates("token", secrets.token_file, environ, root)
    if secrets.token_command is not None:
        value = run_token_command(secrets.token_command, environ=environ, root=root).strip()
        source = f"the token_command {secrets.token_command[0]!r}"
        yield _Candidate(kind="token", value=value, source=source, variables=environ)
    yield from _iter_variable_candidates("password", password_env, environ)
    yield from _iter_file_candidates("password", secrets.password_file, environ, root)
    if secrets.env_file and (root / secrets.env_file).is_file():
        text, warnings = read_secret_file(root / secrets.env_file, secrets.env_file)
        variables, within = read_env_file(text), f" in {secrets.env_file}"
        names: list[tuple[SecretKind, str | None]] = [("token", token_env)]
        names += [("password", name) for name in (password_env, *usual.file_passwords)]
        for kind, name in names:
            yield from _iter_variable_candidates(
                kind, name, variables, within=within, warnings=warnings
            )


def _select_variable_names(
    secrets: Secrets, usual: UsualVariables
) -> tuple[str | None, str | None]:
    if secrets.names_source:
        return secrets.token_env, secrets.password_env
    return usual.token, usual.password


def _iter_variable_candidates(
    kind: SecretKind,
    name: str | None,
    variables: Mapping[str, str],
    *,
    within: str = "",
    warnings: tuple[str, ...] = (),
) -> Iterator[_Candidate]:
    if name is not None and name in variables:
        yield _Candidate(
            kind=kind,
            value=variables[name].strip(),
            source=f"{name}{within}",
            variables=variables,
            warnings=warnings,
        )


def _iter_file_candidates(
    kind: SecretKind, name: str | None, environ: Mapping[str, str], root: Path
) -> Iterator[_Candidate]:
    if name is not None:
        text, warnings = read_secret_file(root / Path(name).expanduser(), name)
        yield _Candidate(
            kind=kind,
            value=text.strip(),
            source=f"the file {name}",
            variables=environ,
            warnings=warnings,
        )


def _build_credentials(
    candidate: _Candidate, secrets: Secrets, usual: UsualVariables
) -> Credentials:
    is_token = candidate.kind == "token"
    user = None if is_token else _find_user(secrets, usual, candidate.variables)
    if (is_token and not candidate.value.isascii()) or not candidate.value.isprintable():
        raise NoCredentialsError(
            f"the {candidate.kind} of {candidate.source} contains a character that cannot be sent"
            " in a header",
            hint=f"The {candidate.kind} must be one line of printable ASCII text.",
        )
    if user is not None and (":" in user or not user.isprintable()):
        raise NoCredentialsError(
            f"the user {user!r} contains a character that cannot be sent in an HTTP header",
            hint="A user name must not contain a colon.",
        )
    return Credentials(
        user=user, secret=candidate.value, source=candidate.source, warnings=candidate.warnings
    )


def _find_user(secrets: Secrets, usual: UsualVariables, variables: Mapping[str, str]) -> str:
    from_environment = variables.get(secrets.user_env or usual.user, "").strip()
    from_file = variables.get(usual.file_user or "", "").strip() if secrets.env_file else ""
    user = secrets.user or from_environment or from_file or usual.default_user
    if user is None:
        raise NoCredentialsError(
            f"there is a password for {usual.server}, but no user name",
            hint=f"Set {secrets.user_env or usual.user} in the environment, or `user` in"
            " boardwright.toml.",
        )
    return user


def _format_hint(secrets: Secrets, usual: UsualVariables, root: Path) -> str:
    names = [name for name in _select_variable_names(secrets, usual) if name]
    hint = f"Set {' or '.join(names)} in the environment." if names else ""
    if secrets.env_file and not (root / secrets.env_file).is_file():
        hint += f" The file {secrets.env_file}, which boardwright.toml names, does not exist."
        hint += " For the bundled Grafana, `make up` creates this file."
    elif secrets.env_file and usual.file_passwords:
        hint += f" The file {secrets.env_file} does not set {usual.file_passwords[0]}."
    return hint.strip()


def read_env_file(text: str) -> dict[str, str]:
    """Return the variables in the text of a file such as the `.env` file of Docker Compose.

    The function ignores lines that do not have the form `NAME=value`, and removes quotes around a
    value. In a value without quotes, ` #` begins a comment. The function does not replace
    references such as `$HOME` in a value.
    """
    matches = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[1]: _parse_value(match[2]) for match in matches if match}


def _parse_value(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] if quoted else _COMMENT.sub("", text)
