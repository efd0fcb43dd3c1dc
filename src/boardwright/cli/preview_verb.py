"""The command `boardwright preview`: its arguments, options and output."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    OPEN_PAGE,
    PATHS,
    THEME,
    add_all_option,
    add_check_option,
    add_format_option,
    add_output_option,
    add_prometheus_option,
    add_range_option,
    add_variable_option,
    read_variables,
)
from boardwright.cli.current_project import find_current_project, require_current_project
from boardwright.cli.output import format_path, print_errors, print_json, print_lines, print_notes
from boardwright.cli.parameters import FOLDER, require_text
from boardwright.cli.selection_options import add_selection_options, choose_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from boardwright.browser.chromium import Page
    from boardwright.commands.previewing.page_files import PageSet
    from boardwright.commands.previewing.preview import PreviewOptions
    from boardwright.config.project import ProjectSettings
    from boardwright.preview.bundle import Bundle
    from boardwright.projects.selection_conditions import BoardSelection

PAGES = ".boardwright/preview"


@click.command(
    name="preview",
    epilog="""\b
Examples:
  boardwright preview
  boardwright preview dashboards/node.py --prometheus http://127.0.0.1:9090 --range 1h --open
  boardwright preview exported.json --theme light -o pages
  boardwright preview --prometheus http://127.0.0.1:9090 --record recordings
  boardwright preview --data recorded --var device=eth0 --format json
  boardwright preview --against main --png --format markdown""",
)
@PATHS
@click.option(
    "--data",
    type=click.Choice(["live", "recorded", "sample"]),
    help="Draw live data of Prometheus, recorded data, or invented sample data. Default: live with"
    " --prometheus; otherwise recorded if recordings exist; otherwise sample.",
)
@add_prometheus_option()
@click.option(
    "--record",
    metavar="DIR",
    type=FOLDER,
    help="Save Prometheus's answers in this folder, as files that are small enough to commit.",
)
@click.option(
    "--recordings",
    metavar="DIR",
    type=FOLDER,
    help="Read the answers that --record saved from this folder. Default: recordings/ next to"
    " boardwright.toml.",
)
@add_range_option()
@add_variable_option()
@THEME
@click.option("--expand-rows", "expand", is_flag=True, help="Show the panels of collapsed rows.")
@add_check_option("Show on each panel the problems that `boardwright check` finds.")
@add_output_option(f"Folder for the pages. Default: {PAGES}.")
@click.option("--png", is_flag=True, help="Also write PNG pictures. This needs Chromium.")
@OPEN_PAGE
@click.option(
    "--against",
    metavar="GIT-REF",
    type=require_text,
    help="Draw only boards that changed since this git ref, before and after the change.",
)
@click.option(
    "--pages-at",
    metavar="URL",
    default="",
    help="With --format markdown: URL at which the pages will be published.",
)
@add_format_option(
    "text",
    "json",
    "markdown",
    text="Text for people, JSON for programs; with --against, Markdown for a comment.",
)
@add_all_option("List every page. Without this option, text output lists only the first 200 pages.")
@add_selection_options
def command(
    paths: tuple[Path, ...],
    data: str | None,
    prometheus: str | None,
    record: Path | None,
    recordings: Path | None,
    length: str | None,
    assignments: tuple[str, ...],
    theme: str,
    expand: bool,
    check: bool,
    output: Path | None,
    png: bool,
    open_it: bool,
    against: str | None,
    pages_at: str,
    form: str,
    every: bool,
    selection: BoardSelection,
) -> int:
    """Draw boards with data as HTML pages, without Grafana.

    PATHS are Python modules, dashboard JSON files of any Grafana version, or folders. Without
    PATHS, all boards of the project are drawn. index.html links to the pages. The pages send no
    network requests. A single page is one self-contained file. Several pages share script files in
    the same folder.

    The exit code is 1 if --against finds changes or Prometheus does not answer, and 2 if a board
    cannot be drawn.
    """
    if form == "markdown" and against is None:
        raise click.UsageError("--format markdown needs --against.")
    if pages_at and form != "markdown":
        raise click.UsageError("--pages-at needs --format markdown.")
    from boardwright.commands.previewing.preview import PreviewOptions
    from boardwright.preview.bundle import VARIABLE, read_bundle

    bundle = read_bundle(os.environ.get(VARIABLE))
    has_own_boards = bool(paths) and against is None
    project = find_current_project() if has_own_boards else require_current_project()
    chosen = choose_paths(project, paths, selection, env=None)
    options = PreviewOptions(
        data=data,  # type: ignore[arg-type]
        prometheus=prometheus,
        record=record,
        recordings=recordings,
        length=length,
        given=read_variables(assignments),
        theme=theme,  # type: ignore[arg-type]
        expand=expand,
        check=check,
    )
    folder = output or (project.root if project else Path.cwd()) / PAGES
    is_default_folder = output is None
    with _open_browser() if png else nullcontext() as browser:
        if against is not None and project is not None:
            return _preview_changes(
                project, against, chosen, options, folder, form,
                bundle=bundle, browser=browser, is_default_folder=is_default_folder,
                pages_url=pages_at, every=every,
            )  # fmt: skip
        return _preview_boards(
            project, chosen, options, folder, form,
            bundle=bundle, browser=browser, is_default_folder=is_default_folder, open_it=open_it,
            every=every,
        )  # fmt: skip


def _open_browser() -> AbstractContextManager[Page]:
    """Start Chromium, which draws the pages and takes pictures of them."""
    from boardwright.browser.chromium import find_chromium, start_chromium

    return start_chromium(find_chromium(os.environ))


def _preview_boards(
    project: ProjectSettings | None,
    paths: tuple[Path, ...] | None,
    options: PreviewOptions,
    folder: Path,
    form: str,
    *,
    bundle: Bundle,
    browser: Page | None,
    is_default_folder: bool,
    open_it: bool,
    every: bool,
) -> int:
    from boardwright.commands.previewing.page_files import write_pages
    from boardwright.commands.previewing.preview import preview_project
    from boardwright.report.preview_html import render_index_html, render_page_html
    from boardwright.report.preview_report import format_preview_json, format_preview_lines

    previewed = preview_project(project, here=Path.cwd(), paths=paths, options=options)
    bundle = bundle.share() if len(previewed.boards) > 1 else bundle
    pages = {
        f"{board.name}.html": render_page_html(board.page, bundle) for board in previewed.boards
    }
    files: dict[str, str | bytes] = {}
    if pages:
        files = {**pages, "index.html": render_index_html(previewed.boards), **bundle.files}
    is_complete = paths is None and not previewed.errors
    write_pages(
        files, folder, kind="preview", whole=is_complete, is_ignored_by_git=is_default_folder
    )
    addresses = dict(zip(pages, pages, strict=True))
    pictures = _take_pictures(browser, folder, addresses, kind="preview", expand=options.expand)
    if form == "json":
        print_json(format_preview_json(previewed, folder=folder, pictures=pictures))
    else:
        lines = format_preview_lines(
            previewed, folder=format_path(folder), pictures=pictures, every=every
        )
        print_lines(lines)
        print_notes(previewed.notes)
    _print_failures(previewed.silent)
    print_errors(previewed.errors)
    if open_it and files:
        page = next(iter(pages)) if len(pages) == 1 else "index.html"
        click.launch((folder / page).absolute().as_uri())
    if previewed.errors:
        return 2
    return 1 if previewed.silent else 0


def _preview_changes(
    project: ProjectSettings,
    ref: str,
    paths: tuple[Path, ...] | None,
    options: PreviewOptions,
    folder: Path,
    form: str,
    *,
    bundle: Bundle,
    browser: Page | None,
    is_default_folder: bool,
    pages_url: str,
    every: bool,
) -> int:
    from boardwright.commands.previewing.page_files import write_pages
    from boardwright.commands.previewing.preview_comparison import compare_pages
    from boardwright.report import preview_comparison_report as report

    compared = compare_pages(project, ref, here=Path.cwd(), paths=paths, options=options)
    files = report.render_comparison_files(compared, bundle.share(), theme=options.theme)
    is_complete = paths is None and not compared.diffed.errors
    write_pages(
        files, folder, kind="against", whole=is_complete, is_ignored_by_git=is_default_folder
    )
    sides = {
        k: v
        for comparison in compared.comparisons
        for k, v in report.build_side_addresses(comparison).items()
    }
    pictures = _take_pictures(browser, folder, sides, kind="against")
    if form == "json":
        print_json(report.format_comparison_json(compared, folder=str(folder), pictures=pictures))
    elif form == "markdown":
        names = {Path(path).name for path in pictures}
        click.echo(
            report.format_comparison_markdown(compared, at=pages_url, pictures=names), nl=False
        )
    else:
        where = format_path(folder)
        print_lines(
            report.format_preview_comparison_lines(
                compared, folder=where, pictures=pictures, every=every
            )
        )
        print_notes(compared.diffed.notes)
    _print_failures(compared.silent)
    print_errors(compared.diffed.errors)
    if compared.diffed.errors:
        return 2
    return 1 if compared.comparisons or compared.silent else 0


def _print_failures(failures: Iterable[str]) -> None:
    for failure in failures:
        click.echo(f"error: {failure}", err=True)


def _take_pictures(
    browser: Page | None,
    folder: Path,
    pages: Mapping[str, str],
    *,
    kind: PageSet,
    expand: bool = False,
) -> tuple[str, ...]:
    """Write a PNG picture of each page, and return the paths of the pictures. Do nothing if
    `browser` is None.
    """
    if browser is None:
        return ()
    from boardwright.commands.previewing.page_pictures import take_pictures

    paths = take_pictures(pages, folder, browser=browser, kind=kind, expand=expand)
    return tuple(map(format_path, paths))
