"""The script and styles that draw a page; built from `preview/`, and in every wheel."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from boardwright.errors import OutputError

FOLDER = Path(__file__).parent / "bundle"
VARIABLE = "BOARDWRIGHT_PREVIEW_BUNDLE"
"""The environment's way to name a bundle that is elsewhere."""

SCRIPT, STYLES = "preview.js", "preview.css"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What every page holds beside its board."""

    script: str = field(repr=False)
    styles: str = field(repr=False)

    @cached_property
    def script_hash(self) -> str:
        """The script's hash as a content security policy names it."""
        digest = hashlib.sha256(self.script.encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode()}"


def read_bundle(folder: str | None = None) -> Bundle:
    """Return the bundle, its text safe to stand between tags.

    Args:
        folder: Where it is; in the package when None.

    Raises:
        OutputError: There is none.
    """
    place = Path(folder) if folder else FOLDER
    if not ((place / SCRIPT).is_file() and (place / STYLES).is_file()):
        raise OutputError(
            "the script that draws the pages is not built",
            where=str(place),
            hint="In a checkout, build it with: scripts/preview-bundle. A wheel has it.",
        )
    return Bundle(
        script=_inline((place / SCRIPT).read_bytes().decode()),
        styles=(place / STYLES).read_text(encoding="utf-8").replace("</style", r"<\/style"),
    )


def _inline(script: str) -> str:
    """Return a script that no HTML parser leaves early, with the ends of lines that it keeps."""
    one_end = script.replace("\r\n", "\n").replace("\r", "\n")
    return one_end.replace("</script", r"<\/script").replace("<!--", r"<\!--")
