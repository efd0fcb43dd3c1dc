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
    """The result of compiling one file that declares boards, alerts or rules.

    Attributes:
        path: Path of the declaring file.
        boards: The compiled boards.
        alerts: The compiled groups of Grafana's alert rules.
        rules: The groups of Prometheus rules.
        remarks: Notes about declarations that have no effect.
        load_errors: Errors that occurred while the file was loaded.
        compile_errors: Errors for boards and alert groups that could not be compiled.
        facts: The inputs on which the result depends, as described in the module `facts`. For
            example, a key names a file, and the value is the digest of the file's content.
        doubt: The reason why the result may change although all `facts` stay the same, for example
            because a module reads the clock. Empty if no reason is known.
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
        """Whether a later build can reuse the compiled boards while all `facts` stay the same.
        False for files with alerts, rules, notes or errors, which every build reads again.
        """
        failed = self.load_errors or self.compile_errors
        return not (failed or self.doubt or self.alerts or self.rules or self.remarks)
