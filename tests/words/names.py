"""Finds names in the source that say nothing, or that have two meanings."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from words.texts import ROOT, relative

SRC = ROOT / "src" / "boardwright"
PARTICIPLE = re.compile(r"_*[a-z]{2,}(?<!e)ed")
IRREGULAR = {"built", "drawn", "found", "given", "held", "kept", "known", "left", "lone", "made"}
IRREGULAR |= {"risen", "seen", "sent", "taken", "told", "written"}
NOT_PARTICIPLES = frozenset({"embed", "need", "seed", "shed", "speed"})
PUBLIC_FUNCTIONS = ("src/boardwright/library/", "src/boardwright/promql/")
"""Users call these functions in expressions, where `used(...)` reads like a PromQL function."""
PUBLIC_CLASSES = ("src/boardwright/python_api/",)
"""Users import these classes, such as `boardwright.Project`."""
SAME_FILE_NAMES = frozenset({"__init__.py", "__main__.py"})
NAMED_AFTER_SUBJECTS = ("src/boardwright/library/", "src/boardwright/compiler/passes/")
"""Users import the library's modules. A pass is named after the part of a board that it changes."""


def participles(path: Path) -> Iterator[str]:
    """Yield a line for each function whose whole name is a participle, such as `_told`."""
    is_public = relative(path).startswith(PUBLIC_FUNCTIONS)
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            continue
        if is_public and not node.name.startswith("_"):
            continue
        word = node.name.strip("_")
        if word in NOT_PARTICIPLES or not (word in IRREGULAR or PARTICIPLE.fullmatch(word)):
            continue
        yield f"{relative(path)}:{node.lineno}: {node.name}: write a verb and a noun"


def repeated_file_names() -> dict[str, list[str]]:
    """Return file name -> paths for names that occur twice, except in passes and the library."""
    places = defaultdict(list)
    for path in sorted(SRC.rglob("*.py")):
        places[path.name].append(relative(path))
    return {
        name: paths
        for name, paths in places.items()
        if name not in SAME_FILE_NAMES
        and sum(not path.startswith(NAMED_AFTER_SUBJECTS) for path in paths) > 1
    }


def repeated_class_names() -> dict[str, list[str]]:
    """Return class name -> places for names that are defined twice, except public names."""
    places = defaultdict(list)
    for path in sorted(SRC.rglob("*.py")):
        if relative(path).startswith(PUBLIC_CLASSES):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{relative(path)}:{node.lineno}")
    return {name: lines for name, lines in places.items() if len(lines) > 1}
