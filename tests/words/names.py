"""Finds names in the source without a meaning, or with two meanings."""

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
TYPE_NAME = re.compile(r"_*(?:[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)")
NOT_PARTICIPLES = frozenset({"embed", "need", "seed", "shed", "speed"})
PUBLIC_FUNCTIONS = ("src/boardwright/library/", "src/boardwright/promql/")
"""Users call these functions in expressions, where `used(...)` reads like a PromQL function."""
PUBLIC_CLASSES = ("src/boardwright/python_api/",)
"""Users import these classes, such as `boardwright.Project`."""
PUBLIC_PACKAGES = (
    *PUBLIC_FUNCTIONS,
    *PUBLIC_CLASSES,
    "src/boardwright/rules/",
    "src/boardwright/testing/",
)
"""Users import functions from these packages, such as `boardwright.rules.slo`."""
VERBS = frozenset((ROOT / "tests" / "words" / "verbs.txt").read_text().split())
KEPT_NAMES = frozenset(
    line.partition("#")[0].strip()
    for line in (ROOT / "tests" / "words" / "kept_names.txt").read_text().splitlines()
)
"""Functions that keep their names because other libraries or users call them, with reasons."""
PREPOSITIONS = frozenset({"of", "by", "in", "for", "to", "at", "on", "from", "with", "between"})
NOUNS = frozenset({"property", "lazy_property", "setter", "overload", "command", "group"})
"""Decorators of attributes and commands, which are named by a noun, and of further signatures."""
ONE_VERB = {"src/boardwright/checks/rules/": "check", "src/boardwright/compiler/passes/": "run"}
"""Each rule and each pass is a module with a function of this name."""
FILE_PARTICIPLE = re.compile(r"[a-z]{2,}(?:ed|ing)")
KEPT_FILES = {
    "checks/finding.py": "defines the class Finding",
    "checks/views/reading.py": "users import this module in tests of their own rules",
    "provisioning/alerting.py": "is Grafana's word for rules, contact points and policies",
}
"""Files that are named by a gerund -> the reason."""
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


def functions_without_verb(path: Path) -> Iterator[str]:
    """Yield a line for each function of the product whose name is not a verb and a noun.

    The name of a public method may be only a verb: `plan.apply()` applies the plan.
    """
    name = relative(path)
    if not name.startswith("src/"):
        return
    for owner, node in functions(ast.parse(path.read_text()), None):
        is_public = not node.name.startswith("_")
        if is_public and name.startswith(PUBLIC_PACKAGES):
            continue
        if ONE_VERB.get(f"{name.rpartition('/')[0]}/") == node.name:
            continue
        if f"{name}::{owner.name + '.' if owner else ''}{node.name}" in KEPT_NAMES:
            continue
        if not is_verb_and_noun(node.name, may_be_verb=is_public and owner is not None):
            yield f"{name}:{node.lineno}: {node.name}: write a verb (verbs.txt) and a noun"


def generators_named_list(path: Path) -> Iterator[str]:
    """Yield a line for each generator of the product that is called `list_...`.

    `list_...` returns a list or tuple, which has a length and can be read twice. `iter_...` returns
    an iterator.
    """
    if not relative(path).startswith("src/"):
        return
    for _, node in functions(ast.parse(path.read_text()), None):
        is_iterator = ast.unparse(node.returns or ast.Tuple()).startswith("Iterator")
        if node.name.strip("_").startswith("list_") and is_iterator:
            yield f"{relative(path)}:{node.lineno}: {node.name}: write iter_..., or return a list"


def is_verb_and_noun(name: str, *, may_be_verb: bool) -> bool:
    words = name.strip("_").split("_")
    if words[0] not in VERBS:
        return False
    return may_be_verb or (len(words) > 1 and words[-1] not in PREPOSITIONS)


def functions(
    node: ast.AST, owner: ast.ClassDef | None
) -> Iterator[tuple[ast.ClassDef | None, ast.FunctionDef]]:
    """Yield each function with the class of which it is a method, without attributes, commands,
    special methods and `main`.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            if not (child.name == "main" or child.name.startswith("__") or is_noun(child)):
                yield owner, child
            yield from functions(child, None)
        else:
            yield from functions(child, child if isinstance(child, ast.ClassDef) else owner)


def is_noun(function: ast.FunctionDef) -> bool:
    names = (ast.unparse(each).partition("(")[0] for each in function.decorator_list)
    return any(name.rpartition(".")[2] in NOUNS for name in names)


def participle_file_names() -> list[str]:
    """Return the files of the product whose name is one participle or gerund, such as `saving.py`.

    A file is named after its content: a noun, such as `board_saves.py`.
    """
    return [
        relative(path)
        for path in sorted(SRC.rglob("*.py"))
        if FILE_PARTICIPLE.fullmatch(path.stem)
        and not relative(path).startswith(NAMED_AFTER_SUBJECTS)
        and relative(path).removeprefix("src/boardwright/") not in KEPT_FILES
    ]


def repeated_file_names() -> dict[str, list[str]]:
    """Return file name -> paths for names that occur twice, except in passes and the library."""
    places = defaultdict(list)
    for path in sorted(SRC.rglob("*.py")):
        places[path.name].append(relative(path))
    return {
        name: paths
        for name, paths in places.items()
        if name not in SAME_FILE_NAMES
        and len(paths) > 1
        and not all(path.startswith(NAMED_AFTER_SUBJECTS) for path in paths)
    }


def repeated_type_names() -> dict[str, list[str]]:
    """Return name -> places for classes and type aliases that are defined twice, except public
    classes.
    """
    places = defaultdict(list)
    for path in sorted(SRC.rglob("*.py")):
        if relative(path).startswith(PUBLIC_CLASSES):
            continue
        tree = ast.parse(path.read_text())
        names = [(node.name, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for name, node in [*names, *type_aliases(tree)]:
            places[name].append(f"{relative(path)}:{node.lineno}")
    return {name: lines for name, lines in places.items() if len(lines) > 1}


def type_aliases(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the name and the statement of each alias of a type, such as `Json = dict[str, Any]`.

    Type aliases and type variables are the names of a module that are written like class names.
    """
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and TYPE_NAME.fullmatch(target.id):
                yield target.id, node
