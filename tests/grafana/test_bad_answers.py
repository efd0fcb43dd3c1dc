"""Every answer other than Grafana's JSON has an error of its kind."""

from __future__ import annotations

import pytest

from boardwright.errors import ServerError
from boardwright.grafana.grafana_errors import (
    BrokenError,
    ConflictError,
    DamagedError,
    ForbiddenError,
    GatewayError,
    InvalidError,
    LoginError,
    NotFoundError,
    RedirectedError,
    ThrottledError,
    UnexpectedAnswerError,
    UnknownRuleError,
)
from boardwright.http.exchange import Route
from boardwright.http.request_errors import NoAnswerError, SlowError, UnreachableError
from grafana.helpers import TOKEN, client, grafana
from stack.servers import free_port
from standin.raw import http, raw_server

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in\n &amp; go</title></head><body>x</body>"
JSON = "application/json"


def error_of(answer: bytes | None, **options: object) -> ServerError:
    with raw_server(lambda request: answer) as server, pytest.raises(ServerError) as caught:
        client(server.url, **options).get("/api/org")
    assert caught.value.where == server.url
    assert TOKEN not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("answer", "kind", "what"),
    [
        (
            http("200 OK", LOGIN_PAGE),
            UnexpectedAnswerError,
            'the answer (HTTP 200) is an HTML page, not JSON: "Sign in & go"',
        ),
        (
            http("401 Unauthorized", "<html><body>who?"),
            UnexpectedAnswerError,
            "the answer (HTTP 401) is an HTML page, not JSON",
        ),
        (
            http("404 Not Found", "404 page not found\n", "text/plain"),
            UnexpectedAnswerError,
            'the answer (HTTP 404) is text, not JSON: "404 page not found"',
        ),
        (
            http("200 OK", "", "text/plain"),
            UnexpectedAnswerError,
            "the answer (HTTP 200) is text, not JSON",
        ),
        (
            http("204 No Content"),
            UnexpectedAnswerError,
            "the answer (HTTP 204) is an HTML page, not JSON",
        ),
        (
            http("200 OK", '{"id": 1, "na', JSON),
            DamagedError,
            "the JSON of the answer (HTTP 200) is incomplete or damaged",
        ),
        (
            http("502 Bad Gateway", "<title>502 Bad Gateway</title>"),
            GatewayError,
            'a proxy in front of Grafana answers 502 Bad Gateway: "502 Bad Gateway"',
        ),
        (
            http("503 Service Unavailable", "no healthy upstream", "text/plain"),
            GatewayError,
            "a proxy in front of Grafana answers 503 Service Unavailable: "
            '"no healthy upstream"',
        ),
        (
            http("504 Gateway Timeout", "", "text/plain"),
            GatewayError,
            "a proxy in front of Grafana answers 504 Gateway Timeout",
        ),
        (
            http("401 Unauthorized", '{"message": "Invalid API key"}', JSON),
            LoginError,
            "the token of GRAFANA_TOKEN was refused: Invalid API key",
        ),
        (
            http("403 Forbidden", '{"message": "... Permissions needed: dashboards:write"}', JSON),
            ForbiddenError,
            "the token of GRAFANA_TOKEN may not send this request; it needs the permission"
            " dashboards:write",
        ),
        (
            http("403 Forbidden", '{"message": "Access denied"}', JSON),
            ForbiddenError,
            "the token of GRAFANA_TOKEN may not send this request: Access denied",
        ),
        (
            http("404 Not Found", '{"message": "Not found"}', JSON),
            NotFoundError,
            "Grafana did not find the requested object (HTTP 404): Not found",
        ),
        (
            http("412 Precondition Failed", '{"message": "x", "status": "name-exists"}', JSON),
            ConflictError,
            "the folder contains another board with this title, which this Grafana does not allow",
        ),
        (
            http("422 Unprocessable", '[{"fieldNames": ["Title"], "message": "Required"}]', JSON),
            InvalidError,
            "Grafana does not accept the sent data (HTTP 422): Title: Required",
        ),
        (
            http("429 Too Many Requests", '{"message": "slow down"}', JSON),
            ThrottledError,
            "Grafana received too many requests (HTTP 429): slow down",
        ),
        (
            http("500 Internal Server Error", '{"message": "database is locked"}', JSON),
            BrokenError,
            "Grafana failed (HTTP 500): database is locked",
        ),
        (http("418 Teapot", "[]", JSON), BrokenError, "Grafana failed (HTTP 418): no reason given"),
        (http("500 Oops", "7", JSON), BrokenError, "Grafana failed (HTTP 500): no reason given"),
        (
            http(
                "400 Bad Request",
                '{"message": "Invalid username or password", "messageId": "password-auth.failed"}',
                JSON,
            ),
            LoginError,
            "the token of GRAFANA_TOKEN was refused: Invalid username or password",
        ),
        (
            http(
                "500 Oops",
                '{"message": "failed to update rule with UID a because could not find alert rule"}',
                JSON,
            ),
            UnknownRuleError,
            "this Grafana cannot create a new alert rule when a rule group is saved (HTTP 500)",
        ),
        (
            http("500 Oops", '{"message": "folder max depth exceeded, max depth is 4"}', JSON),
            InvalidError,
            "Grafana does not accept the sent data (HTTP 500):"
            " folder max depth exceeded, max depth is 4",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_wrong_answer_has_an_error_class(
    answer: bytes, kind: type[ServerError], what: str
) -> None:
    error = error_of(answer)
    assert (type(error), error.what) == (kind, what)


@pytest.mark.parametrize(
    "page",
    [
        "x" * 110 + TOKEN,  # the cut at 120 characters is inside the token
        "\n" * 19_990 + TOKEN,
        TOKEN.replace("_", "\x00_"),  # the NUL is not shown
        "<title>" + TOKEN.replace("_", "&#95;") + "</title>",
    ],
)
@pytest.mark.parametrize("status", ["200 OK", "502 Bad Gateway"])
def test_no_part_of_the_token_is_in_an_error_message(status: str, page: str) -> None:
    assert "glsa" not in str(error_of(http(status, page, "text/plain")))


def test_no_part_of_the_token_is_shown_in_a_long_refusal() -> None:
    refusal = http("422 Unprocessable", f'{{"message": "{"x" * 490}{TOKEN}"}}', JSON)
    assert "glsa" not in str(error_of(refusal))


def test_an_incomplete_answer_is_unreachable() -> None:
    error = error_of(http("200 OK", '{"id"', JSON, Content_Length="400"))
    assert (type(error), error.what) == (
        UnreachableError,
        "the connection ended in the middle of the answer",
    )


def test_a_closed_connection_is_unreachable() -> None:
    error = error_of(b"")
    assert isinstance(error, UnreachableError)
    assert error.what.startswith("the connection failed: ")


def test_an_answer_that_is_not_http_is_unreachable() -> None:
    assert isinstance(error_of(b"SSH-2.0-OpenSSH_9.6\r\n"), UnreachableError)


def test_a_read_without_an_answer_in_time_is_reported() -> None:
    error = error_of(None, timeout=1)
    assert (type(error), error.what) == (SlowError, "no answer in 1 s")
    assert "[grafana] timeout" in str(error.hint)
    assert "carried out" not in str(error.hint)


def test_a_write_without_an_answer_may_have_been_carried_out() -> None:
    with raw_server(lambda request: None) as server, pytest.raises(SlowError) as caught:
        client(server.url, timeout=1).put("/api/org", {})
    assert "Grafana may have carried out the request." in str(caught.value.hint)


def test_a_refused_connection_is_reported() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(UnreachableError, match="the connection was refused"):
        client(url).get("/api/org")


def test_an_unknown_host_is_reported() -> None:
    with pytest.raises(UnreachableError, match="the host name cannot be resolved"):
        client("http://grafana.invalid").get("/api/org")


def test_a_proxy_that_does_not_answer_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(UnreachableError, match="the proxy does not answer"):
        client("http://grafana.invalid").get("/api/org")


def test_a_request_to_this_machine_uses_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with raw_server(lambda request: http("200 OK", "{}", JSON)) as server:
        assert client(server.url).get("/api/org") == {}


def test_a_proxy_in_the_configuration_is_used() -> None:
    with raw_server(lambda request: http("200 OK", "{}", JSON)) as proxy:
        assert client("http://grafana.invalid", route=Route(proxy=proxy.url)).get("/api/org") == {}
        assert proxy.requests[0].startswith(b"GET http://grafana.invalid/api/org HTTP/1.1")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_reported_and_gets_no_credentials(status: str) -> None:
    with raw_server(lambda request: http("200 OK", "{}", JSON)) as other:
        place = f"{other.url}/login?token=x"
        error = error_of(http(status, Location=place))
        assert other.requests == []
    assert isinstance(error, RedirectedError)
    assert (
        error.what == f"the server answers with a redirect (HTTP {status[:3]}) to {other.url}/login"
    )


def test_a_redirect_on_the_same_server_is_reported() -> None:
    error = error_of(http("302 Found", Location="/login"))
    assert error.what == f"the server answers with a redirect (HTTP 302) to {error.where}/login"


def test_a_secret_that_the_server_repeats_is_masked() -> None:
    body = f'{{"message": "no: Bearer {TOKEN}"}}'
    assert (
        error_of(http("500 Oops", body, JSON)).what == "Grafana failed (HTTP 500): no: Bearer ***"
    )
    assert error_of(http("200 OK", f"<title>{TOKEN}</title>")).what.endswith('"***"')


def test_control_characters_do_not_reach_the_terminal() -> None:
    body = '{"message": "a\\u001b[31mb\\u0007"}'
    assert error_of(http("500 Oops", body, JSON)).what == "Grafana failed (HTTP 500): a[31mb"


@pytest.mark.parametrize("body", ["{}", "[]", '{"database": 7}', '"x"'])
def test_json_of_another_form_is_reported(body: str) -> None:
    answer = http("200 OK", body, JSON)
    with (
        raw_server(lambda request: answer) as server,
        pytest.raises(UnexpectedAnswerError) as caught,
    ):
        grafana(server.url).read_version()
    assert caught.value.what == (
        "the answer is JSON, but not an answer of Grafana: the key 'database' is missing or has"
        " the wrong type"
    )


def test_a_request_has_the_expected_headers_and_body() -> None:
    with raw_server(lambda request: http("200 OK", "{}", JSON)) as server:
        client(server.url, org_id=7).post("/api/x", {"b": 1, "a": "é"})
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /api/x HTTP/1.1"
    assert {
        f"Authorization: Bearer {TOKEN}",
        "Accept: application/json",
        "Content-Type: application/json",
        "X-Grafana-Org-Id: 7",
    } <= set(lines)
    assert any(line.startswith("User-Agent: boardwright/") for line in lines)
    assert body.decode() == '{\n  "a": "é",\n  "b": 1\n}\n'


def test_a_netrc_file_does_not_replace_the_credentials(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w") as file:
        file.write("machine 127.0.0.1 login else password wrong\n")
    monkeypatch.setenv("NETRC", netrc)
    with raw_server(lambda request: http("200 OK", "{}", JSON)) as server:
        client(server.url).get("/api/org")
    assert f"Authorization: Bearer {TOKEN}".encode() in server.requests[0]


def test_errors_of_the_whole_server_are_marked() -> None:
    assert NoAnswerError.concerns_server
    assert LoginError.concerns_server
    assert not ForbiddenError.concerns_server
