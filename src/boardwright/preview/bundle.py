"""The script and styles that draw a page; built from `preview/`, and in every wheel."""

from __future__ import annotations

import binascii
import hashlib
from dataclasses import field
from pathlib import Path

from boardwright.errors import OutputError
from boardwright.frozen import frozen

FOLDER = Path(__file__).parent / "bundle"
VARIABLE = "BOARDWRIGHT_PREVIEW_BUNDLE"
"""The environment's way to name a bundle that is elsewhere."""

SCRIPT, STYLES = "preview.js", "preview.css"


@frozen
class Bundle:
    """What every page holds beside its board.

    Attributes:
        script: Draws the page.
        script_hash: The script's hash as a content security policy names it.
        styles: Its style sheet.
    """

    script: str = field(repr=False)
    script_hash: str
    styles: str = field(repr=False)


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
    return bundle_of((place / SCRIPT).read_bytes(), (place / STYLES).read_text(encoding="utf-8"))


def bundle_of(script: bytes, styles: str) -> Bundle:
    """Return a bundle of a script and a style sheet, made safe to stand between tags."""
    script = _inline(script)
    digest = binascii.b2a_base64(hashlib.sha256(script).digest(), newline=False)
    return Bundle(
        script=script.decode(),
        script_hash=f"sha256-{digest.decode()}",
        styles=styles.replace("</style", r"<\/style"),
    )


def _inline(script: bytes) -> bytes:
    """Return a script that no HTML parser leaves early, with the ends of lines that it keeps."""
    if b"\r" in script:
        script = script.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return script.replace(b"</script", rb"<\/script").replace(b"<!--", rb"<\!--")
