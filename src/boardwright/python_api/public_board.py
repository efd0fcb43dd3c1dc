"""The class `CompiledBoard`, a compiled board for Python programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from boardwright.frozen import frozen
from boardwright.schema.board_result import BoardResult
from boardwright.schema.board_schema import (
    BoardSchema,
    encode_board_file,
    require_schema,
    wrap_board,
)
from boardwright.schema.canonical import parse_canonical_json

if TYPE_CHECKING:
    from boardwright.checks.problem import Problem
    from boardwright.checks.settings import Settings
    from boardwright.preview.page_model import Theme
    from boardwright.python_api.board_difference import BoardDifference
    from boardwright.python_api.board_preview import BoardPreview
    from boardwright.schema.document import Note


@frozen
class CompiledBoard:
    """A compiled board. `CompiledBoard` is immutable, so several threads may use the same object.

    Attributes:
        result: The board as the compiler returned it.
        schema: Dashboard schema (`v1`, `v2` or `v2beta1`) of `data`, `json`, `yaml` and `manifest`.
        folder: Title of the Grafana folder that contains the board. It is empty if
            `boardwright.compile` compiled the board without a project.
        folder_uid: Uid of the Grafana folder that contains the board. It is empty for Grafana's
            folder General, and for a board without a project.
        settings: The check settings of the project. None if the board has no project.
    """

    result: BoardResult = field(repr=False)
    schema: BoardSchema = "v1"
    folder: str = ""
    folder_uid: str = ""
    settings: Settings | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return f"CompiledBoard(uid={self.uid!r}, title={self.title!r})"

    @property
    def uid(self) -> str:
        """The uid of the board."""
        return self.result.uid

    @property
    def title(self) -> str:
        """The title of the board."""
        return self.result.title

    @property
    def data(self) -> dict[str, Any]:
        """The dashboard JSON as a new dict.

        In schemas v2 and v2beta1, the dict is a Kubernetes resource whose `spec` is the board.
        """
        data: dict[str, Any] = parse_canonical_json(encode_board_file(self.result, self.schema))
        return data

    @property
    def json(self) -> str:
        """The dashboard JSON as text, byte for byte as `boardwright build` writes it."""
        return encode_board_file(self.result, self.schema).decode()

    @property
    def yaml(self) -> str:
        """The dashboard JSON as YAML text."""
        import yaml

        text: str = yaml.safe_dump(self.data, sort_keys=False, allow_unicode=True)
        return text

    @property
    def notes(self) -> tuple[Note, ...]:
        """The remarks of the compiler about the board, each with a file and a line."""
        return self.result.notes

    @property
    def losses(self) -> tuple[str, ...]:
        """The features of the board that schema v1 cannot store, such as `2 tabs become rows`."""
        return tuple(self.result.v1_losses)

    def manifest(self, schema: BoardSchema | None = None) -> dict[str, Any]:
        """Return the board as a `Dashboard` resource of the API group `dashboard.grafana.app`.

        Args:
            schema: `v1`, `v2` (Grafana 13) or `v2beta1` (Grafana 12.4). If None, the method uses
                the attribute `schema`.
        """
        require_schema(schema or self.schema)
        return wrap_board(self.result, schema or self.schema, folder_uid=self.folder_uid)

    def problems(self, *, profile: str = "default") -> tuple[Problem, ...]:
        """Check the board, and return the problems.

        The check also reports problems that a comment or a setting in boardwright.toml suppresses.

        Args:
            profile: Name of the profile that selects the check rules, `default`, `strict` or
                `mixin`.

        Returns:
            The problems, sorted by line and check rule.

        Raises:
            ConfigError: No profile has this name.
        """
        from boardwright.checks.registry import load_built_in_rules
        from boardwright.checks.rule_execution import check_board
        from boardwright.checks.rule_selection import drop_guesses, select_rules
        from boardwright.checks.settings import Settings
        from boardwright.checks.views.board_view import BoardView
        from boardwright.checks.views.reading import source_of_declaration

        rules = select_rules(
            load_built_in_rules(), profile=profile, selected=(), ignored=(), with_metrics=False
        )
        source = source_of_declaration(self.result, folder=self.folder)
        view = BoardView(source, self.settings or Settings())
        found = drop_guesses(check_board(view, rules, self.result.text.decode), profile=profile)
        return tuple(sorted(found, key=lambda problem: problem.order))

    def diff(self, other: CompiledBoard | Mapping[str, Any]) -> BoardDifference:
        """Compare the board with a later version of the board.

        Default values that Grafana adds when it stores a board are not reported as changes.

        Args:
            other: The board after the change, as a compiled board or as dashboard JSON that Grafana
                returned.

        Raises:
            DeclarationError: `other` is neither a compiled board nor a mapping.
            NotABoardError: `other` is not dashboard JSON.
        """
        from boardwright.python_api.board_difference import compare_boards

        after = other.result.body if isinstance(other, CompiledBoard) else other
        return compare_boards(self.result.body, after)

    def preview(self, *, theme: Theme = "dark", length: str | None = None) -> BoardPreview:
        """Draw the board with sample data, as `boardwright preview` does.

        A Jupyter notebook shows the result below the cell.

        Args:
            theme: Color theme, `dark` or `light`.
            length: Length of the displayed time range, such as `1h`. If None, the page shows the
                time range that the board sets.

        Raises:
            ConfigError: `theme` or `length` is invalid.
            OutputError: The JavaScript bundle that draws previews is not installed.
        """
        from boardwright.python_api.board_preview import draw_board

        return draw_board(self.result, folder=self.folder, theme=theme, length=length)

    def _repr_html_(self) -> str:
        """Return the preview as HTML for Jupyter notebooks."""
        return self.preview()._repr_html_()
