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
    """The result of compiling one declaring file. Other declaring files do not affect the result.

    Attributes:
        path: Path of the declaring file.
        boards: The compiled boards.
        alerts: The compiled groups of Grafana's alert rules.
        rules: The groups of Prometheus rules.
        remarks: Remarks about declarations that have no effect.
        load_errors: Errors that occurred while the file was loaded.
        compile_errors: Errors of boards and alert groups that could not be compiled.
        facts: Name and value of each fact on which the result depends, such as the digest of a
            file.
        doubt: Why the result may change although no fact changes, for example because a module
            reads the clock; empty if only the facts matter.
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
        """Whether the boards stay the same as long as the facts stay the same. (Rules are read in
        every build.)
        """
        failed = self.load_errors or self.compile_errors
        return not (failed or self.doubt or self.alerts or self.rules or self.remarks)
