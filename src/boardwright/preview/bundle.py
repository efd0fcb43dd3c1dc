"""Reads the script and the style sheet of preview pages, whose source code is in the folder
`preview/`.
"""

from __future__ import annotations

import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from boardwright.errors import OutputError
from boardwright.frozen import frozen
from boardwright.preview.packed_files import read_packed_files

FOLDER = Path(__file__).parent / "bundle"
VARIABLE = "BOARDWRIGHT_PREVIEW_BUNDLE"
"""The environment variable for the path of a folder whose script and style sheet replace those of
the package.
"""

SCRIPT, STYLES, NOTICES = "preview.js", "preview.css", "NOTICES.txt"
VALUES_SCRIPT = "values.js"
"""The file name of the script that computes the values of panels. Tests run this script without a
browser.
"""

_SUFFIXES = (".js", ".css", ".txt")

_BUILD_IT = "In a git checkout of boardwright, run scripts/preview-bundle to build the script."
_LOADER = """\
(() => {{
  const script = document.createElement("script");
  script.src = {name};
  script.onerror = () => {{
    document.documentElement.dataset.state = "failed";
    document.body.append("This page needs the file " + {name} + " next to it.");
  }};
  document.head.append(script);
}})();
"""
_ADD_STYLES = (
    'document.head.append(Object.assign(document.createElement("style"), {{textContent: {}}}));\n'
)


@frozen
class Bundle:
    """The script and the style sheet of a page.

    Attributes:
        script: The JavaScript code in the page's HTML.
        script_source: The value of `script-src` in the page's content security policy, which lists
            the allowed scripts.
        styles: The style sheet in the page's HTML.
        files: Name -> content of each file that must be in the same directory as the page.
    """

    script: str = field(repr=False)
    script_source: str
    styles: str = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def share(self) -> Bundle:
        """Return a bundle for several pages that share one file with the script and the style
        sheet.
        """
        content = (_ADD_STYLES.format(json.dumps(self.styles)) + self.script).encode()
        name = f"boardwright-preview-{hashlib.sha256(content).hexdigest()[:8]}.js"
        loader = _LOADER.format(name=json.dumps(name))
        return Bundle(
            script=loader,
            script_source=f"{_compute_policy_hash(loader)} 'strict-dynamic'",
            styles="",
            files={name: content},
        )


def read_bundle(folder: str | None = None) -> Bundle:
    """Return a bundle whose script and style sheet can be inserted into `script` and `style`
    elements.

    Args:
        folder: The directory that contains the built files; None for the directory in the Python
            package.

    Raises:
        OutputError: The directory does not contain the script and the style sheet.
    """
    place = Path(folder) if folder else FOLDER
    files = read_packed_files(place, _SUFFIXES)
    if not {SCRIPT, STYLES} <= files.keys():
        raise OutputError(
            "the script that draws the pages is not built",
            where=str(place),
            hint=_BUILD_IT,
        )
    return build_bundle(files[SCRIPT], files[STYLES].decode(), notices=files.get(NOTICES, b""))


def read_values_script(folder: str | None = None) -> str:
    """Return the script that computes the values of panels.

    Args:
        folder: The directory that contains the built files; None for the directory in the Python
            package.

    Raises:
        OutputError: The directory does not contain the script.
    """
    place = Path(folder) if folder else FOLDER
    files = read_packed_files(place, _SUFFIXES)
    if VALUES_SCRIPT not in files:
        raise OutputError(
            "the script that computes the values of panels is not built",
            where=str(place / VALUES_SCRIPT),
            hint=_BUILD_IT,
        )
    return files[VALUES_SCRIPT].decode()


def build_bundle(script: bytes, styles: str, *, notices: bytes = b"") -> Bundle:
    """Return a bundle for a script and a style sheet.

    Args:
        script: The script that draws pages.
        styles: The style sheet of pages.
        notices: The licences of the software in the script. Every copy of the script must contain
            these licences.
    """
    if notices:
        script = b"/*! This script contains:\n" + notices.replace(b"*/", b"* /") + b"*/\n" + script
    text = _make_inline(script).decode()
    return Bundle(
        script=text,
        script_source=_compute_policy_hash(text),
        styles=styles.replace("</style", r"<\/style"),
    )


def _compute_policy_hash(script: str) -> str:
    """Return the hash of a script in the format of a content security policy."""
    digest = binascii.b2a_base64(hashlib.sha256(script.encode()).digest(), newline=False)
    return f"'sha256-{digest.decode()}'"


def _make_inline(script: bytes) -> bytes:
    """Return a script that can be inserted into a `script` element, with `\\n` as line ends."""
    if b"\r" in script:
        script = script.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return script.replace(b"</script", rb"<\/script").replace(b"<!--", rb"<\!--")
