"""Extracts the texts that people read from every kind of file in the repository."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
SUFFIXES = {".py", ".md", ".sh", ".toml", ".yaml", ".yml", ".txt", ".jinja", ".html"}
SUFFIXES |= {".ts", ".tsx", ".mjs", ".css"}
EXTRA_FILES = ("Makefile", "Dockerfile", "action.yml", ".ci/run", ".pre-commit-hooks.yaml")
FOLDERS = ("src", "tests", "docs", "scripts", "bench", "dashboards", "rules", "preview")
FOLDERS += ("provisioning", "templates", ".github")
SKIPPED = re.compile(
    r"(^|/)(node_modules|bundle|__pycache__|recordings|expected)/|^tests/words/|^tests/golden/.*/"
)
JSON_SCHEMA = ".schema.json"
DESCRIPTION = re.compile(r'"description":\s*("(?:[^"\\]|\\.)*")')
CODE_SPAN = re.compile(r"``.+?``|`[^`\n]*`")


class Text(NamedTuple):
    """A piece of text, or a name whose underscores are replaced by spaces."""

    path: str
    line: int
    content: str
    is_name: bool = False


def repository_files() -> list[Path]:
    """Return the paths of the files to read, sorted."""
    files = [ROOT / name for name in EXTRA_FILES]
    files += ROOT.glob("*.md")
    files += ROOT.glob("*.py")
    files += ROOT.glob("mkdocs*.yml")
    files += [ROOT / "docker-compose.yml", ROOT / "pyproject.toml", ROOT / "boardwright.toml"]
    for folder in FOLDERS:
        files += (path for path in (ROOT / folder).rglob("*") if is_text(path))
    return sorted(path for path in set(files) if not SKIPPED.search(relative(path)))


def is_text(path: Path) -> bool:
    if not path.is_file():
        return False
    is_script = path.parent.name == "scripts" and not path.suffix
    return path.suffix in SUFFIXES or path.name.endswith(JSON_SCHEMA) or is_script


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts_of(path: Path) -> Iterator[Text]:
    """Yield the texts of a file: for Python, its docstrings, strings, comments and names."""
    name, content = relative(path), path.read_text()
    yield Text(name, 1, spaced(path.stem), is_name=True)
    if path.suffix == ".py":
        yield from python_texts(name, content)
        return
    if name.endswith(JSON_SCHEMA):
        yield from schema_texts(name, content)
        return
    for start, paragraph in paragraphs(content):
        yield Text(name, start, paragraph)


def schema_texts(name: str, content: str) -> Iterator[Text]:
    """Yield the descriptions in a JSON schema."""
    for match in DESCRIPTION.finditer(content):
        yield Text(name, content.count("\n", 0, match.start()) + 1, json.loads(match[1]))


def spaced(name: str) -> str:
    return re.sub(r"[_\W]+", " ", name).strip()


def paragraphs(content: str) -> Iterator[tuple[int, str]]:
    """Yield line number and text of each paragraph, list item and table cell."""
    start, lines = 1, []
    for number, raw in enumerate(content.splitlines(), 1):
        line = raw.strip()
        if re.match(r"([-*] |\d+\. |#|//|\|)", line) or not line:
            if lines:
                yield start, "\n".join(lines)
            start, lines = number, []
        cells = line.split("|") if line.startswith("|") else [line]
        for cell in cells[:-1]:
            yield number, bare(cell)
        if stripped := bare(cells[-1]):
            lines.append(stripped)
    if lines:
        yield start, "\n".join(lines)


def bare(text: str) -> str:
    """Return a text without the marks of Markdown and comments."""
    return re.sub(r"^([-*#>/]+|\d+\.)\s+", "", text.strip()).strip("*_ ")


def python_texts(name: str, content: str) -> Iterator[Text]:
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            yield Text(name, token.start[0], token.string.lstrip("#! "))
    visitor = Strings(name)
    visitor.visit(ast.parse(content))
    yield from visitor.texts


class Strings(ast.NodeVisitor):
    """Collects the strings with more than one word, and the names that a module defines."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.texts: list[Text] = []

    def add_string(self, line: int, content: str) -> None:
        if " " in content.strip() and "\n" not in content.strip():
            self.texts.append(Text(self.path, line, content))
        elif "\n" in content:
            self.texts += [Text(self.path, line + n - 1, text) for n, text in paragraphs(content)]

    def add_name(self, line: int, name: str) -> None:
        self.texts.append(Text(self.path, line, spaced(name), is_name=True))

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.add_string(node.lineno, node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
        self.add_string(node.lineno, "".join(map(str, parts)))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.add_name(node.lineno, node.name)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.add_name(node.lineno, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node.name))
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        self.add_name(node.lineno, node.arg)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.add_name(node.lineno, node.id)
