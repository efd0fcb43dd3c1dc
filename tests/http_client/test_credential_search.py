"""Where a token or password is found, in which order, and the message when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.grafana.server import VARIABLES
from boardwright.http.credential_search import find_credentials, read_env_file
from boardwright.http.credentials import Credentials, Secrets
from boardwright.http.request_errors import NoCredentialsError


def find(
    secrets: Secrets | None = None, environ: dict[str, str] | None = None, root: Path = Path()
) -> Credentials:
    return find_credentials(secrets or Secrets(), usual=VARIABLES, environ=environ or {}, root=root)


def refusal(secrets: Secrets, environ: dict[str, str], root: Path = Path()) -> str:
    with pytest.raises(NoCredentialsError) as caught:
        find(secrets, environ, root)
    return str(caught.value)


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_token_goes_before_a_password() -> None:
    found = find(environ={"GRAFANA_TOKEN": "t", "GRAFANA_PASSWORD": "p"})
    assert (found.user, found.secret, found.header) == (None, "t", "Bearer t")
    assert found.who == "the token of GRAFANA_TOKEN"


def test_a_password_has_a_user() -> None:
    found = find(environ={"GRAFANA_USER": "me", "GRAFANA_PASSWORD": "pä"})
    assert (found.user, found.header) == ("me", "Basic bWU6cMOk")
    assert found.who == "the user 'me' with the password of GRAFANA_PASSWORD"
    assert find(environ={"GRAFANA_PASSWORD": "p"}).user == "admin"
    assert find(Secrets(user="you"), {"GRAFANA_PASSWORD": "p"}).user == "you"
    names = Secrets(password_env="PW", user_env="WHO")
    assert find(names, {"PW": "p", "WHO": "they", "GRAFANA_USER": "me"}).user == "they"


def test_only_the_named_place_counts() -> None:
    """The password of one Grafana is not sent to another."""
    message = refusal(Secrets(token_env="PROD_TOKEN"), {"GRAFANA_PASSWORD": "local"})
    assert message == "no Grafana credentials found\n  Set PROD_TOKEN in the environment."


def test_a_file_is_relative_to_the_project(tmp_path: Path) -> None:
    write(tmp_path / "token", "glsa_x\n")
    found = find(Secrets(token_file="token"), root=tmp_path)
    assert (found.secret, found.source, found.warnings) == ("glsa_x", "the file token", ())


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_file_that_others_can_read_is_a_warning(tmp_path: Path, mode: int) -> None:
    write(tmp_path / "token", "glsa_x", mode)
    found = find(Secrets(token_file="token"), root=tmp_path)
    assert found.warnings == ("other users of this machine can read token: run `chmod 600 token`",)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    message = refusal(Secrets(password_file="none"), {"GRAFANA_PASSWORD": "p"}, tmp_path)
    assert message.startswith("the file none cannot be read: No such file or directory")


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    assert "the content is not UTF-8" in refusal(Secrets(token_file="token"), {}, tmp_path)


def test_the_stacks_env_file(tmp_path: Path) -> None:
    write(tmp_path / ".env", "GRAFANA_ADMIN_PASSWORD='pw'\n")
    found = find(Secrets(env_file=".env"), root=tmp_path)
    assert (found.user, found.secret) == ("admin", "pw")
    assert found.source == "GRAFANA_ADMIN_PASSWORD in .env"


def test_grafanas_own_settings_in_an_env_file(tmp_path: Path) -> None:
    write(tmp_path / ".env", "GF_SECURITY_ADMIN_USER=root\nGF_SECURITY_ADMIN_PASSWORD=pw\n")
    found = find(Secrets(env_file=".env"), root=tmp_path)
    assert (found.user, found.secret) == ("root", "pw")
    environ = {"GRAFANA_TOKEN": "t"}
    assert find(Secrets(env_file=".env"), environ, tmp_path).source == "GRAFANA_TOKEN"


def test_no_env_file(tmp_path: Path) -> None:
    assert refusal(Secrets(env_file=".env"), {}, tmp_path) == (
        "no Grafana credentials found\n"
        "  Set GRAFANA_TOKEN or GRAFANA_PASSWORD in the environment. The file .env, which"
        " boardwright.toml names, does not exist; starting the stack creates this file."
    )


def test_an_env_file_without_the_password(tmp_path: Path) -> None:
    write(tmp_path / ".env", "OTHER=1\n")
    message = refusal(Secrets(env_file=".env"), {}, tmp_path)
    assert "The file .env does not set GRAFANA_ADMIN_PASSWORD." in message


@pytest.mark.parametrize("line", ["GRAFANA_ADMIN_PASSWORD=", 'GRAFANA_ADMIN_PASSWORD=" "'])
def test_a_blank_password_in_the_env_file(tmp_path: Path, line: str) -> None:
    write(tmp_path / ".env", f"{line}\n")
    message = refusal(Secrets(env_file=".env"), {}, tmp_path)
    assert message.startswith("the password of GRAFANA_ADMIN_PASSWORD in .env is blank")


def test_a_blank_variable() -> None:
    assert refusal(Secrets(), {"GRAFANA_TOKEN": " "}).startswith(
        "the token of GRAFANA_TOKEN is blank"
    )
    assert find(environ={"GRAFANA_TOKEN": "", "GRAFANA_PASSWORD": "p"}).secret == "p"


@pytest.mark.parametrize("token", ["two\nlines", "tökén", "a\tb"])
def test_what_no_header_can_carry_is_not_repeated(token: str) -> None:
    message = refusal(Secrets(), {"GRAFANA_TOKEN": token})
    assert message.startswith("the token of GRAFANA_TOKEN contains a character that cannot be sent")
    assert token not in message


def test_a_user_with_a_colon() -> None:
    message = refusal(Secrets(), {"GRAFANA_USER": "a:b", "GRAFANA_PASSWORD": "p"})
    assert message == (
        "the user 'a:b' contains a character that cannot be sent in an HTTP header\n  A "
        "user name must not contain a colon."
    )


def test_no_secret_in_a_repr() -> None:
    assert "hunter2" not in repr(find(environ={"GRAFANA_PASSWORD": "hunter2"}))


def test_every_form_of_a_secret_is_taken_out() -> None:
    found = find(environ={"GRAFANA_PASSWORD": "p/w d"})
    text = "admin:p/w d, p%2Fw%20d, YWRtaW46cC93IGQ="
    assert found.redact(text) == "admin:***, ***, ***"


def test_an_env_file_as_compose_reads_it() -> None:
    text = """\
# a comment
PLAIN=a b
  export EXPORTED = x
SINGLE='a # b'
DOUBLE="a" # why
COMMENTED=a#b # why
EMPTY=
ALSO_EMPTY= # why
not a line
"""
    assert read_env_file(text) == {
        "PLAIN": "a b",
        "EXPORTED": "x",
        "SINGLE": "a # b",
        "DOUBLE": "a",
        "COMMENTED": "a#b",
        "EMPTY": "",
        "ALSO_EMPTY": "",
    }


def command(*words: str) -> Secrets:
    return Secrets(token_command=words)


def test_a_program_writes_the_token(tmp_path: Path) -> None:
    found = find(command("printenv", "T"), {"T": "glsa_x", "GRAFANA_TOKEN": "other"}, tmp_path)
    assert (found.user, found.secret) == (None, "glsa_x")
    assert found.source == "the token_command 'printenv'"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no-such-program",), "the token_command 'no-such-program' cannot be run: No such file"),
        (("printenv", "NOT_THERE"), "the token_command 'printenv' failed with exit code 1"),
        (("true",), "the token of the token_command 'true' is blank"),
        (("printf", "a\\nb"), "contains a character that cannot be sent"),
    ],
)
def test_a_program_that_writes_none(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    environ = {"GRAFANA_TOKEN": "hunter2"}
    assert message in refusal(command(*words), environ, tmp_path)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    found = find(command("echo", "$HOME;id"), {"PATH": "/usr/bin:/bin"}, tmp_path)
    assert found.secret == "$HOME;id"
