"""Hooks of the build: data of previews in the wheel, and a README for the package index."""

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

FOLDER = Path("src/boardwright/preview")
BUNDLE = FOLDER / "bundle/preview.js"
ARCHIVE = "packed.tar.xz"
PACKED = {"bundle": ("preview.js", "values.js", "preview.css"), "samples": ("*.json",)}
"""Folder -> patterns of the files that a wheel has in an archive; preview/packed_files.py reads it.
The two scripts share most of their code."""
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "pb": 0}]
"""Options of the compression; without position bits (`pb`), text becomes smaller."""
SCRIPT = Path("scripts/preview-bundle")
RECOMPRESS = Path("scripts/recompress_wheel.py")
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

    def dependencies(self) -> list[str]:
        """Return the needs of `scripts/recompress_wheel.py`; only a checkout has this script."""
        return ["deflate>=0.9"] if (Path(self.root) / RECOMPRESS).exists() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the script before files are collected, except for an editable install."""
        root = Path(self.root)
        if version == "editable":
            return
        if (root / SCRIPT).exists():
            subprocess.run([root / SCRIPT, sys.prefix], cwd=root, check=False)  # noqa: S603
        if not (root / BUNDLE).exists():
            self.app.display_warning(f"{BUNDLE} is not built: this wheel cannot draw previews")
        if self.target_name == "wheel":
            for archive, path in pack_folders(root / FOLDER, Path(self.directory)).items():
                build_data["force_include"][str(archive)] = path

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the archives, which are in the wheel now, and compress the wheel again."""
        for name in PACKED:
            (Path(self.directory) / f"{name}-{ARCHIVE}").unlink(missing_ok=True)
        recompress = Path(self.root) / RECOMPRESS
        if self.target_name == "wheel" and version != "editable" and recompress.exists():
            subprocess.run([sys.executable, recompress, artifact_path], check=True)  # noqa: S603


def pack_folders(folder: Path, to: Path) -> dict[Path, str]:
    """Pack files of the folders in `PACKED` and return archive -> path in the wheel."""
    to.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, patterns in PACKED.items():
        archive = to / f"{name}-{ARCHIVE}"
        paths = [path for pattern in patterns for path in sorted((folder / name).glob(pattern))]
        if paths:
            pack_files(paths, archive)
            found[archive] = f"boardwright/preview/{name}/{ARCHIVE}"
    return found


def pack_files(paths: list[Path], to: Path) -> None:
    """Pack files into one archive; the same files give the same bytes."""
    with lzma.open(to, "wb", filters=FILTERS) as file, tarfile.open(fileobj=file, mode="w") as tar:
        for path in paths:
            member = tarfile.TarInfo(path.name)
            member.size = path.stat().st_size
            with path.open("rb") as content:
                tar.addfile(member, content)


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
