"""Every board of the corpus has a page that is valid by the schema."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from boardwright.commands.previewing.preview import PreviewOptions, preview_project
from boardwright.report.preview_html import format_page_json
from preview.helpers import SCHEMA
from support import ROOT

CORPUS = ROOT.parent / "shared/corpus"
BOARDS = sorted(CORPUS.rglob("*.json"))


@pytest.mark.skipif(not BOARDS, reason="there is no corpus next to this checkout")
@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_every_board_has_a_page(path: Path) -> None:
    made = preview_project(None, here=CORPUS, paths=[path], options=PreviewOptions())
    assert made.errors == ()
    model = format_page_json(made.boards[0].page)
    frames = {key: {"frames": found["frames"][:1]} for key, found in model["results"].items()}
    jsonschema.validate({**model, "results": frames}, SCHEMA)
