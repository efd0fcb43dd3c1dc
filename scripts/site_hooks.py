"""MkDocs hooks for the navigation, and for pages of the site that are not files in docs/.

The navigation is computed from the folders in docs/, so new pages appear on the site automatically.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
PREVIEWS = ROOT / "build/previews"
"""Folder in which `make docs` draws the shipped boards."""

LINK = re.compile(r"(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
FROM_ROOT = {"README.md": "index.md", "CHANGELOG.md": "changelog.md"}
FROM_ROOT |= {"CONTRIBUTING.md": "contributing.md", "LICENSE": "sources/LICENSE"}
SECTIONS = {
    "Start": ["index.md", "how-to/install.md", "tutorial/*", "boards.md"],
    "How to": ["how-to/*"],
    "Coming from": ["coming-from/*"],
    "Reference": ["reference/*"],
    "Rules": ["rules/*"],
    "Project": [
        *(
            "agents/*",
            "security.md",
            "stability.md",
            "upgrading.md",
            "changelog.md",
            "contributing.md",
        ),
        *("checks-precision.md", "checks-precision-verdicts.md", "deploy-faults.md"),
        *("import-corpus.md", "preview-corpus.md"),
        *("preview-panels.md", "adr/*"),
    ],
}
LISTED_FOLDERS = ("agents", "tutorial", "how-to", "coming-from", "reference", "rules")
LISTED_PAGES = ("security.md", "stability.md", "upgrading.md")
"""The pages in llms.txt: the folders and pages that describe the use of boardwright."""

PAGE_OF_BOARDS = """\
# Boards

`boardwright preview` drew the boards of this repository with sample data. Each board is one file
that works without a server.
"""


def on_files(files: Files, config: Any) -> Files:
    """Add the repository's root pages, the list of decisions, the boards, and linked sources."""
    for source, page in FROM_ROOT.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text()))
    titles = sorted(file.src_uri for file in files if re.match(r"adr/\d", file.src_uri))
    files.append(File.generated(config, "adr/index.md", content=list_decisions(titles)))
    files.append(File.generated(config, "boards.md", content=show_boards()))
    for path in sorted(PREVIEWS.glob("[!.]*")):
        name = f"previews/{path.name}"
        files.append(File.generated(config, name, abs_src_path=str(path)))
    for path in list_sources(files):
        text = (ROOT / path).read_text()
        files.append(File.generated(config, f"sources/{path}.txt", content=text))
    config["nav"] = make_navigation(files)
    return files


def list_decisions(pages: Iterable[str]) -> str:
    """Return the page that links to all decision records."""
    lines = [f"- [{read_title(f'docs/{page}')}]({posixpath.basename(page)})" for page in pages]
    return "\n".join(
        ["# Decisions", "", "The reasons for the design of boardwright.", "", *lines, ""]
    )


def read_title(path: str) -> str:
    """Return the first heading of a Markdown file."""
    return (ROOT / path).read_text().partition("\n")[0].lstrip("# ")


def show_boards() -> str:
    """Return the page that shows previews of the shipped boards."""
    parts = [PAGE_OF_BOARDS]
    for path in sorted(PREVIEWS.glob("*.html")):
        found = re.search(r"<title>([^<]*)</title>", path.read_text())
        title = found[1] if found else path.stem
        if path.stem == "index":
            continue
        parts.append(
            f"## {title}\n\n[Open the page](previews/{path.name})\n\n"
            f'<iframe class="board" loading="lazy" src="../previews/{path.name}" title="{title}">'
            "</iframe>\n"
        )
    return "\n".join(parts)


def list_sources(files: Files) -> set[str]:
    """Return the paths of files outside docs/ to which pages link."""
    found = set()
    for file in files.documentation_pages():
        for target in LINK.findall(file.content_string):
            path = resolve_link(file.src_uri, target[1])
            if path not in FROM_ROOT and not path.startswith("docs/") and (ROOT / path).is_file():
                found.add(path)
    return found


def resolve_link(page: str, target: str) -> str:
    """Return the path, relative to the repository, of the file to which a link leads."""
    origin = {at: source for source, at in FROM_ROOT.items()}.get(page, f"docs/{page}")
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Rewrite the links of a page, so that the links lead to the files' URLs on the site."""
    here = page.file.src_uri
    return LINK.sub(lambda found: found[1] + move_link(here, found[2], files) + found[3], markdown)


def move_link(page: str, target: str, files: Files) -> str:
    """Return a link for the site. URLs, anchors and links to unknown files stay unchanged."""
    if re.match(r"[a-z]+:", target):
        return target
    path = resolve_link(page, target)
    if path.startswith("docs/") or path in FROM_ROOT:
        place = FROM_ROOT.get(path, path.removeprefix("docs/"))
    else:
        place = f"sources/{path}.txt"
    for candidate in (place, f"{place}/index.md", f"{place}/README.md"):
        if files.get_file_from_path(candidate):
            return posixpath.relpath(candidate, posixpath.dirname(page) or ".")
    return target


def make_navigation(files: Files) -> list[Any]:
    """Return the navigation: sections whose pages are ordered by title."""
    pages = {file.src_uri: file for file in files.documentation_pages()}
    navigation: list[Any] = []
    for section, patterns in SECTIONS.items():
        entries: list[Any] = []
        for pattern in patterns:
            folder, star, _ = pattern.rpartition("/*")
            inside = sorted(name for name in pages if posixpath.dirname(name) == folder)
            found = inside if star else [pattern] * (pattern in pages)
            found = [name for name in found if star == "" or name not in patterns]
            if folder == "adr":
                entries.append({"Decisions": order_pages(found, pages)})
            else:
                entries += order_pages(found, pages)
        navigation.append({section: entries})
    return navigation


def order_pages(names: list[str], pages: dict[str, File]) -> list[str]:
    """Return page names in order: index pages first, decisions by number, other pages by title."""

    def key(name: str) -> tuple[bool, str]:
        is_index = posixpath.basename(name) in {"index.md", "README.md"}
        title = pages[name].content_string.partition("\n")[0].lower()
        return (not is_index, name if name.startswith("adr/") else title)

    return sorted(names, key=key)


def on_post_build(config: Any) -> None:
    """Write llms.txt, and a Markdown copy of each page next to its HTML."""
    site, docs = Path(config["site_dir"]), Path(config["docs_dir"])
    for path in docs.rglob("*.md"):
        to = site / path.relative_to(docs)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    (site / "llms.txt").write_text(list_for_models(docs, str(config["site_description"])))


def list_for_models(docs: Path, description: str) -> str:
    """Return the content of llms.txt: links to pages, with summaries (llmstxt.org)."""
    parts = ["# boardwright", "", f"> {description}", ""]
    pages = {section: sorted((docs / section).rglob("*.md")) for section in LISTED_FOLDERS}
    pages["project"] = [docs / name for name in LISTED_PAGES]
    for section, paths in pages.items():
        parts += [f"## {section.replace('-', ' ').capitalize()}", ""]
        for path in paths:
            text = path.read_text()
            name = path.relative_to(docs).as_posix()
            parts.append(f"- [{find_heading(text)}]({name}): {find_summary(text)}")
        parts.append("")
    return "\n".join(parts)


def find_heading(text: str) -> str:
    """Return the text of the first heading in a Markdown text."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else "boardwright"


def find_summary(text: str) -> str:
    """Return the first sentence after the first heading, without links."""
    body = re.split(r"^# .+$", text, maxsplit=1, flags=re.MULTILINE)[-1]
    paragraph = next((part for part in body.split("\n\n") if re.match(r"\s*[A-Za-z`\[]", part)), "")
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(paragraph.split()))
    return re.split(r"(?<=\.) ", plain, maxsplit=1)[0]
