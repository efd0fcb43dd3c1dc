"""Proving an import: the modules are run in a scratch folder, and what they compile to compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from boardwright.compiler.context import Context
from boardwright.compiler.pipeline import compile_document
from boardwright.config.project import Project
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.loading.load_documents import Loaded, loader
from boardwright.schema.document import Board


def compile_texts(
    texts: dict[str, bytes],
    project: Project,
    context: Context,
    *,
    beside: dict[str, bytes],
) -> Iterator[tuple[str, Board | BoardwrightError]]:
    """Run modules that declare one board each, and yield what each compiles to, or what is wrong.

    Args:
        texts: Their texts by path below the folder of dashboards.
        project: The project whose settings hold.
        context: Its settings, as compiling has them.
        beside: Modules that they import.
    """
    with tempfile.TemporaryDirectory(prefix="boardwright-") as folder:
        root = Path(folder).resolve()
        for name, text in (texts | beside).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        load = loader(
            [root / name for name in texts],
            root=root,
            dashboards=root,
            scrape_interval=project.scrape_interval,
            window=project.window,
            explicit=[root / name for name in texts],
        )
        with load as found:
            for name in texts:
                yield name, _compiled(name, found.read(root / name), context)


def _compiled(name: str, loaded: Loaded, context: Context) -> Board | BoardwrightError:
    if loaded.errors:
        return loaded.errors[0]
    if len(loaded.documents) != 1:
        return DeclarationError(f"declares {len(loaded.documents)} boards, not one", where=name)
    try:
        return compile_document(loaded.documents[0], context).body
    except BoardwrightError as error:
        return error
