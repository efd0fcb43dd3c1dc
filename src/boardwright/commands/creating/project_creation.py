"""`boardwright new`: create a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from boardwright.config.project_root import FILE_NAME
from boardwright.errors import ConfigError, OutputError
from boardwright.frozen import frozen
from boardwright.grafana.stored_values import StoredDataSource
from boardwright.notation.slugs import format_slug, remove_accents
from boardwright.notation.toml_text import encode_toml_string
from boardwright.writing.file_tree import write_files

if TYPE_CHECKING:
    from boardwright.commands.creating.grafana_lookup import GrafanaLookup

TEMPLATES = {
    FILE_NAME: "boardwright.toml.jinja",
    "dashboards/first.py": "first.py.jinja",
    "tests/test_first.py": "test_first.py.jinja",
    ".gitignore": "gitignore.jinja",
    "README.md": "README.md.jinja",
}
LONGEST_NAME = 28
"""Largest number of characters in the name of a project. Generated uids begin with the name, and
Grafana limits uids to 40 characters."""


@frozen
class NewProject:
    """The files of a new project, as paths relative to the project's folder.

    Attributes:
        written: Paths of the new files.
        kept: Paths of the files that existed before and were not changed.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]


def create_project(
    folder: Path, *, name: str | None = None, grafana: GrafanaLookup | None = None
) -> NewProject:
    """Create a project with one board. Existing files are never changed.

    Args:
        folder: Folder of the project, which may contain other files. The folder is created if it
            does not exist.
        name: Name of the project; None for the name of the folder.
        grafana: The Grafana and the data source for boardwright.toml; None for Grafana and
            Prometheus on this machine with their default ports.

    Raises:
        ConfigError: The folder already contains a boardwright.toml.
        OutputError: `folder` is a file, or the folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            "this path is a file, not a folder",
            where=str(folder),
            hint="Pass the path of a folder.",
        )
    existing = tuple(path for path in TEMPLATES if (folder / path).exists())
    if FILE_NAME in existing:
        raise ConfigError(
            "the folder already contains a project",
            where=str(folder / FILE_NAME),
            hint="Run `boardwright preview` in that folder, or choose another folder.",
        )
    name = name or folder.resolve().name
    values = {
        "name": _name_project(name),
        "title": _format_title(name),
        **_build_template_values(grafana),
    }
    missing = {path: source for path, source in TEMPLATES.items() if path not in existing}
    write_files(
        {path: _render_template(source, values) for path, source in missing.items()}, folder
    )
    return NewProject(written=tuple(missing), kept=existing)


def _build_template_values(grafana: GrafanaLookup | None) -> dict[str, str]:
    """Return the template values for `[grafana]` and `[[datasources]]`, quoted as TOML strings."""
    if grafana is None:
        default_source = StoredDataSource(uid="prometheus", name="Prometheus", type="prometheus")
        return _quote_source_values("http://127.0.0.1:3000", default_source, others="")
    other_names = ", ".join(f"{each.name} ({each.uid})" for each in grafana.others)
    others = "".join(char if char.isprintable() else " " for char in other_names)
    return _quote_source_values(grafana.url, grafana.source, others=others) | {"from_server": "yes"}


def _quote_source_values(url: str, source: StoredDataSource, *, others: str) -> dict[str, str]:
    texts = {
        "grafana_url": url,
        "source_name": source.name,
        "source_type": source.type,
        "source_uid": source.uid,
        "source_url": source.url or "http://127.0.0.1:9090",
    }
    quoted = {key: encode_toml_string(text) for key, text in texts.items()}
    return {**quoted, "others": others, "from_server": ""}


def _render_template(template: str, values: dict[str, str]) -> bytes:
    from boardwright.notation.templates import open_templates

    folder = Path(__file__).parent / "templates"
    return open_templates(folder).get_template(template).render(values).encode()


def _name_project(text: str) -> str:
    """Return a project name of lower-case ASCII letters, digits and dashes: `ä` becomes `a`."""
    slug = format_slug(text, fold=remove_accents)
    return slug[:LONGEST_NAME].strip("-") or "boards"


def _format_title(text: str) -> str:
    """Return the words of a name as a title. Letters of every alphabet are kept."""
    letters = (c if category(c)[0] in "LMN" else " " for c in normalize("NFC", text))
    return " ".join("".join(letters).split()).capitalize() or "Boards"
