"""A compiled board, with everything that can be asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from boardwright.frozen import frozen
from boardwright.schema.board_schema import (
    BoardSchema,
    board_file,
    board_resource,
    require_schema,
)
from boardwright.schema.canonical import parse_canonical
from boardwright.schema.compiled import BoardResult

if TYPE_CHECKING:
    from boardwright.checks.problem import Problem
    from boardwright.checks.settings import Settings
    from boardwright.preview.page_model import Theme
    from boardwright.python_api.board_difference import BoardDifference
    from boardwright.python_api.board_preview import BoardPreview
    from boardwright.schema.document import Note


@frozen
class CompiledBoard:
    """A compiled board. It is immutable: threads may share it.

    Attributes:
        result: The compiler's result.
        schema: The schema of `data`, `json`, `yaml` and `manifest`: `v1`, `v2` or `v2beta1`.
        folder: The title of the folder in Grafana; empty outside a project.
        folder_uid: The uid of the folder; empty outside a project, and for General.
        settings: The settings of the project for checks; None outside a project.
    """

    result: BoardResult = field(repr=False)
    schema: BoardSchema = "v1"
    folder: str = ""
    folder_uid: str = ""
    settings: Settings | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Return the uid and the title."""
        return f"CompiledBoard(uid={self.uid!r}, title={self.title!r})"

    @property
    def uid(self) -> str:
        """The uid."""
        return self.result.uid

    @property
    def title(self) -> str:
        """The title."""
        return self.result.title

    @property
    def data(self) -> dict[str, Any]:
        """The dashboard JSON as a dict, in schema v2 a resource; a new one each time."""
        data: dict[str, Any] = parse_canonical(board_file(self.result, self.schema))
        return data

    @property
    def json(self) -> str:
        """The text of `data`, byte for byte as `boardwright build` writes it."""
        return board_file(self.result, self.schema).decode()

    @property
    def yaml(self) -> str:
        """The text of `data` as YAML."""
        import yaml

        text: str = yaml.safe_dump(self.data, sort_keys=False, allow_unicode=True)
        return text

    @property
    def notes(self) -> tuple[Note, ...]:
        """The remarks of the compiler, each with its place."""
        return self.result.notes

    @property
    def losses(self) -> tuple[str, ...]:
        """The parts that only schema v2 expresses: `2 tabs become rows`; empty when v1 has all."""
        return tuple(self.result.v1_losses)

    def manifest(self, schema: BoardSchema | None = None) -> dict[str, Any]:
        """Return the board as a `Dashboard` resource of `dashboard.grafana.app`.

        Args:
            schema: `v1`, `v2` (Grafana 13) or `v2beta1` (Grafana 12.4); None for the board's own.
        """
        from boardwright.schema.envelopes import IN_FOLDER

        within = {IN_FOLDER: self.folder_uid} if self.folder_uid else {}
        require_schema(schema or self.schema)
        return board_resource(self.result, schema or self.schema, within)

    def problems(self, *, profile: str = "default") -> tuple[Problem, ...]:
        """Check the board; nothing is suppressed.

        Args:
            profile: The rule profile: `default`, `strict` or `mixin`.

        Returns:
            The problems, ordered by line and rule.

        Raises:
            ConfigError: There is no such profile.
        """
        from boardwright.python_api.board_problems import find_problems

        return find_problems(
            self.result, folder=self.folder, settings=self.settings, profile=profile
        )

    def diff(self, other: CompiledBoard | Mapping[str, Any]) -> BoardDifference:
        """Compare the board with another state of it; values that Grafana fills in are equal.

        Args:
            other: The state after the change: a compiled board, or dashboard JSON as Grafana
                returns it.
        """
        from boardwright.python_api.board_difference import compare_boards

        after = other.result.body if isinstance(other, CompiledBoard) else other
        return compare_boards(self.result.body, after)

    def preview(self, *, theme: Theme = "dark", length: str | None = None) -> BoardPreview:
        """Draw the board with sample data, as `boardwright preview` does.

        A notebook shows the result below the cell.

        Args:
            theme: `dark` or `light`.
            length: The length of the time range, such as `1h`; None for the board's own range.

        Raises:
            ConfigError: `length` is not a duration, or the preview's script is not installed.
        """
        from boardwright.python_api.board_preview import draw_board

        return draw_board(self.result, folder=self.folder, theme=theme, length=length)

    def _repr_html_(self) -> str:
        """Return the preview for notebooks."""
        return self.preview()._repr_html_()
