"""The names that a check rule imports, such as `rule`, `Finding` and `QueryView`.

    from boardwright.checks import Finding, QueryView, rule

This package has no side effects. `boardwright.commands.checking` reads files and starts processes.
"""

from boardwright.checks.finding import Finding
from boardwright.checks.problem import Problem, Severity
from boardwright.checks.rule import Rule, rule
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.project_view import (
    BoardFacts,
    ConfigurationView,
    LinkAt,
    PlaceAt,
    ProjectView,
    SuppressionView,
)
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.promql import (
    Aggregation,
    Binary,
    Call,
    Duration,
    Expr,
    Matcher,
    Number,
    Paren,
    Range,
    Selector,
    Subquery,
    Text,
    Variable,
)
from boardwright.promql.expression import Expression
from boardwright.promql.operators import Unary
from boardwright.promql.regexes import find_regex_fault, matches_value
from boardwright.promql.result_labels import ResultLabels, derive_labels, find_mismatch
from boardwright.schema.dashboard import Link

__all__ = [
    "Aggregation",
    "AnnotationView",
    "Binary",
    "BoardFacts",
    "BoardView",
    "Call",
    "ConfigurationView",
    "Duration",
    "Expr",
    "Expression",
    "Finding",
    "Link",
    "LinkAt",
    "Matcher",
    "Number",
    "PanelView",
    "Paren",
    "PlaceAt",
    "Problem",
    "ProjectView",
    "QueryView",
    "Range",
    "ResultLabels",
    "Rule",
    "Selector",
    "Severity",
    "Subquery",
    "SuppressionView",
    "Text",
    "Unary",
    "Variable",
    "VariableView",
    "derive_labels",
    "find_mismatch",
    "find_regex_fault",
    "matches_value",
    "rule",
]
