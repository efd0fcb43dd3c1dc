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


def test_a_token_is_preferred_to_a_password() -> None:
    found = find(environ={"GRAFANA_TOKEN": "t", "GRAFANA_PASSWORD": "p"})
    assert (found.user, found.secret, found.header) == (None, "t", "Bearer t")
    assert found.who == "the token of GRAFANA_TOKEN"


def test_the_user_of_a_password_is_admin_unless_another_is_set() -> None:
    found = find(environ={"GRAFANA_USER": "me", "GRAFANA_PASSWORD": "pä"})
    assert (found.user, found.header) == ("me", "Basic bWU6cMOk")
    assert found.who == "the user 'me' with the password of GRAFANA_PASSWORD"
    assert find(environ={"GRAFANA_PASSWORD": "p"}).user == "admin"
    assert find(Secrets(user="you"), {"GRAFANA_PASSWORD": "p"}).user == "you"
    names = Secrets(password_env="PW", user_env="WHO")
    assert find(names, {"PW": "p", "WHO": "they", "GRAFANA_USER": "me"}).user == "they"


def test_only_the_configured_source_is_used() -> None:
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


def test_a_missing_password_file_is_reported(tmp_path: Path) -> None:
    message = refusal(Secrets(password_file="none"), {"GRAFANA_PASSWORD": "p"}, tmp_path)
    assert message.startswith("the file none cannot be read: No such file or directory")


def test_a_token_file_that_is_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    assert "the content is not UTF-8" in refusal(Secrets(token_file="token"), {}, tmp_path)


def test_the_password_is_read_from_the_env_file_of_the_stack(tmp_path: Path) -> None:
    write(tmp_path / ".env", "GRAFANA_ADMIN_PASSWORD='pw'\n")
    found = find(Secrets(env_file=".env"), root=tmp_path)
    assert (found.user, found.secret) == ("admin", "pw")
    assert found.source == "GRAFANA_ADMIN_PASSWORD in .env"


def test_grafana_settings_in_an_env_file_are_read(tmp_path: Path) -> None:
    write(tmp_path / ".env", "GF_SECURITY_ADMIN_USER=root\nGF_SECURITY_ADMIN_PASSWORD=pw\n")
    found = find(Secrets(env_file=".env"), root=tmp_path)
    assert (found.user, found.secret) == ("root", "pw")
    environ = {"GRAFANA_TOKEN": "t"}
    assert find(Secrets(env_file=".env"), environ, tmp_path).source == "GRAFANA_TOKEN"


def test_a_missing_env_file_is_reported(tmp_path: Path) -> None:
    assert refusal(Secrets(env_file=".env"), {}, tmp_path) == (
        "no Grafana credentials found\n"
        "  Set GRAFANA_TOKEN or GRAFANA_PASSWORD in the environment. The file .env, which"
        " boardwright.toml names, does not exist. For the bundled Grafana, `make up` creates this"
        " file."
    )


def test_an_env_file_without_the_password_is_reported(tmp_path: Path) -> None:
    write(tmp_path / ".env", "OTHER=1\n")
    message = refusal(Secrets(env_file=".env"), {}, tmp_path)
    assert "The file .env does not set GRAFANA_ADMIN_PASSWORD." in message


@pytest.mark.parametrize("line", ["GRAFANA_ADMIN_PASSWORD=", 'GRAFANA_ADMIN_PASSWORD=" "'])
def test_a_blank_password_in_the_env_file_is_refused(tmp_path: Path, line: str) -> None:
    write(tmp_path / ".env", f"{line}\n")
    message = refusal(Secrets(env_file=".env"), {}, tmp_path)
    assert message.startswith("the password of GRAFANA_ADMIN_PASSWORD in .env is blank")


def test_a_blank_token_is_refused_and_an_empty_one_ignored() -> None:
    assert refusal(Secrets(), {"GRAFANA_TOKEN": " "}).startswith(
        "the token of GRAFANA_TOKEN is blank"
    )
    assert find(environ={"GRAFANA_TOKEN": "", "GRAFANA_PASSWORD": "p"}).secret == "p"


@pytest.mark.parametrize("token", ["two\nlines", "tökén", "a\tb"])
def test_an_invalid_token_is_not_repeated_in_the_message(token: str) -> None:
    message = refusal(Secrets(), {"GRAFANA_TOKEN": token})
    assert message.startswith("the token of GRAFANA_TOKEN contains a character that cannot be sent")
    assert token not in message


def test_a_user_with_a_colon_is_refused() -> None:
    message = refusal(Secrets(), {"GRAFANA_USER": "a:b", "GRAFANA_PASSWORD": "p"})
    assert message == (
        "the user 'a:b' contains a character that cannot be sent in an HTTP header\n  A "
        "user name must not contain a colon."
    )


def test_the_repr_of_credentials_has_no_secret() -> None:
    assert "hunter2" not in repr(find(environ={"GRAFANA_PASSWORD": "hunter2"}))


def test_every_form_of_a_secret_is_masked() -> None:
    found = find(environ={"GRAFANA_PASSWORD": "p/w d"})
    text = "admin:p/w d, p%2Fw%20d, YWRtaW46cC93IGQ="
    assert found.redact(text) == "admin:***, ***, ***"


def test_an_env_file_is_read_as_compose_reads_it() -> None:
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


def test_a_program_can_return_the_token(tmp_path: Path) -> None:
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
def test_a_program_without_a_token_is_reported(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    environ = {"GRAFANA_TOKEN": "hunter2"}
    assert message in refusal(command(*words), environ, tmp_path)


def test_the_token_command_runs_without_a_shell(tmp_path: Path) -> None:
    found = find(command("echo", "$HOME;id"), {"PATH": "/usr/bin:/bin"}, tmp_path)
    assert found.secret == "$HOME;id"
