"""The result of compiling one declaring file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.schema.alerts import CompiledGroup
from boardwright.schema.compiled import BoardResult
from boardwright.schema.document import Note
from boardwright.schema.rule_values import RuleGroup


@frozen
class CompiledFile:
    """The result of compiling one declaring file; it does not depend on any other declaring file.

    Attributes:
        path: The file.
        boards: The boards.
        alerts: The groups of Grafana's alert rules.
        rules: The groups of Prometheus's rules.
        remarks: Declarations that have no effect.
        load_errors: Why it could not be read.
        compile_errors: Why a board or group could not be compiled.
        facts: The facts that the result depends on.
        doubt: Why the next result may be another one although no fact changed; empty when there is
            no reason.
    """

    path: Path
    boards: tuple[BoardResult, ...] = ()
    alerts: tuple[CompiledGroup, ...] = ()
    rules: tuple[RuleGroup, ...] = ()
    remarks: tuple[Note, ...] = ()
    load_errors: tuple[BoardwrightError, ...] = ()
    compile_errors: tuple[BoardwrightError, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""

    @property
    def is_lasting(self) -> bool:
        """Whether the same facts give the same boards again. Rules are read each time."""
        failed = self.load_errors or self.compile_errors
        return not (failed or self.doubt or self.alerts or self.rules or self.remarks)
