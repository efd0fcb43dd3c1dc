"""The result of compiling one file that declares boards, alerts or rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.schema.alerting.alerts import CompiledGroup
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Note
from boardwright.schema.rule_values import RuleGroup


@frozen
class CompiledFile:
    """The result of compiling one file that declares boards, alerts or rules. Other declaring files
    do not affect the result.

    Attributes:
        path: Path of the file that declares the boards, alerts and rules.
        boards: The compiled boards.
        alerts: The compiled groups of Grafana's alert rules.
        rules: The groups of Prometheus rules.
        remarks: Notes about declarations that have no effect.
        load_errors: Errors that occurred while the file was loaded.
        compile_errors: Errors of boards and alert groups that could not be compiled.
        facts: The inputs on which the result depends, such as the name of a file -> the digest of
            its content; see the module `facts`.
        doubt: The reason why the result may change although all `facts` stay the same, for example
            that a module reads the clock; empty if the result depends only on `facts`.
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
        """Whether the boards stay the same as long as all `facts` stay the same. This property does
        not apply to rules, which are read in every build.
        """
        failed = self.load_errors or self.compile_errors
        return not (failed or self.doubt or self.alerts or self.rules or self.remarks)
