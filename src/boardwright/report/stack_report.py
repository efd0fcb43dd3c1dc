"""Formats the result of `boardwright stack check` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.stack.check_stack import StackCheck
from boardwright.commands.stack.server_status import CheckedServer, StackProblem
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import to_json_object
from boardwright.schema.document import Json


def format_stack_lines(check: StackCheck) -> Iterator[str]:
    """Yield a line for each server, and after it the server's problems with hints."""
    names = [f"{server.name} {server.instance}".rstrip() for server in check.servers]
    width = max(map(len, names), default=0)
    for name, server in zip(names, check.servers, strict=True):
        mark = "WRONG" if server.problems else "ok"
        facts = ", ".join((_format_software(server), *server.facts))
        yield f"{mark:>5}  {name:<{width}}  {server.url}  {facts}"
        for problem in server.problems:
            yield from _format_problem_lines(problem)
    yield _format_summary(check)


def _format_software(server: CheckedServer) -> str:
    if not server.answers:
        return "no answer"
    return f"{server.software} {server.version}".strip() or "answers"


def _format_problem_lines(problem: StackProblem) -> Iterator[str]:
    yield f"       {problem.what}"
    if problem.hint:
        yield f"       {problem.hint}"


def _format_summary(check: StackCheck) -> str:
    problems = sum(len(server.problems) for server in check.servers)
    fine = sum(not server.problems for server in check.servers)
    if not problems:
        return f"{format_quantity(fine, 'server')} checked, no problems."
    servers = format_quantity(len(check.servers), "server")
    return f"{fine} of {servers} ok; {format_quantity(problems, 'problem')}."


def format_stack_json(check: StackCheck) -> Json:
    """Return JSON data that follows the schema `docs/reference/stack-check.schema.json`."""
    empty = ("instance", "software", "version")
    servers = [to_json_object(server, empty_as_null=empty) for server in check.servers]
    return {"ok": not check.wrong, "servers": servers}
