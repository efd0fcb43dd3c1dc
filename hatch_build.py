"""Hooks of the build: the preview script in the wheel, and a README for the package index."""

from __future__ import annotations

import lzma
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

FOLDER = Path("src/boardwright/preview/bundle")
BUNDLE = FOLDER / "preview.js"
ARCHIVE = "bundle.tar.xz"
PACKED = ("preview.js", "values.js", "preview.css")
SCRIPT = Path("scripts/preview-bundle")
IMAGE = re.compile(r"^!\[.*\]\((?!https:)[^)]*\)\n\n(?:The picture .*\n\n)?", re.MULTILINE)
ANY_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https:|#)([^)]*)\)")
REPOSITORY = "BOARDWRIGHT_REPOSITORY"
"""Environment variable with the address of the repository, such as https://example.org/us/it."""
RELATED = {
    "grafanalib": "https://github.com/weaveworks/grafanalib",
    "Grafana": "https://grafana.com/docs/grafana/latest/dashboards/",
}
RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?!https:)[^)]*\)")


class PreviewBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the preview script from its sources; a source distribution contains the result."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the script before files are collected, except for an editable install."""
        root = Path(self.root)
        if version == "editable":
            return
        if (root / SCRIPT).exists():
            subprocess.run([root / SCRIPT, sys.prefix], cwd=root, check=False)  # noqa: S603
        if not (root / BUNDLE).exists():
            self.app.display_warning(f"{BUNDLE} is not built: this wheel cannot draw previews")
        elif self.target_name == "wheel":
            archive = pack_bundle(root / FOLDER, Path(self.directory))
            build_data["force_include"][str(archive)] = "boardwright/preview/bundle/bundle.tar.xz"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the archive, which is in the wheel now."""
        (Path(self.directory) / ARCHIVE).unlink(missing_ok=True)


def pack_bundle(folder: Path, to: Path) -> Path:
    """Pack scripts and style sheet into one archive: a third smaller, the same bytes each time."""
    to.mkdir(parents=True, exist_ok=True)
    with tarfile.open(to / ARCHIVE, "w:xz", preset=9 | lzma.PRESET_EXTREME) as archive:
        for path in (folder / name for name in PACKED if (folder / name).exists()):
            member = tarfile.TarInfo(path.name)
            member.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(member, file)
    return to / ARCHIVE


class IndexMetadata(MetadataHookInterface):
    """Sets the README's text and the project's addresses for the package index.

    The index cannot follow the README's relative links. With the address of the repository in the
    environment, as in a release, they lead to the tag there; without it, they become plain text.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `readme` and `urls`."""
        version = metadata.get("version") or declared_version(Path(self.root))
        repository = os.environ.get(REPOSITORY, "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        if repository:
            text = absolute_links(text, repository, tag=f"v{version}")
        else:
            text = RELATIVE_LINK.sub(r"\1", IMAGE.sub("", text))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = dict(RELATED)
        if repository:
            metadata["urls"] |= {
                "Repository": repository,
                "Documentation": f"{repository}/tree/v{version}/docs",
                "Changelog": f"{repository}/blob/v{version}/CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }


def declared_version(root: Path) -> str:
    """Return the version in the package."""
    text = (root / "src/boardwright/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise ValueError("src/boardwright/__init__.py has no __version__")
    return found[1]


def absolute_links(text: str, repository: str, *, tag: str) -> str:
    """Return Markdown whose relative links and pictures lead to a tag of a repository on a forge.

    Args:
        text: The Markdown.
        repository: The address of the repository.
        tag: The tag.
    """

    def link(match: re.Match[str]) -> str:
        kind = "raw" if match[1] else "blob"
        return f"{match[1]}[{match[2]}]({repository}/{kind}/{tag}/{match[3]})"

    return ANY_LINK.sub(link, text)
