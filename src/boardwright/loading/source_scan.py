"""Finds uses of the clock, random numbers and environment variables in a module's text.

Python's audit events do not report such uses. boardwright caches the boards of a module only if the
module does not use the clock or random numbers. An unknown module counts as suspicious, so boards
may be compiled too often, but are never taken from the cache wrongly. To save time, the syntax tree
is searched only if the module's compiled code contains a suspicious name.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Set
from functools import cache
from types import CodeType

from boardwright.frozen import frozen


def parse_word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


STANDARD = parse_word_set(
    """
    __future__ _collections_abc abc argparse ast base64 binascii bisect builtins cmath collections
    colorsys configparser contextlib copy csv dataclasses datetime decimal difflib enum errno
    fnmatch fractions functools genericpath glob graphlib hashlib heapq html io ipaddress itertools
    json keyword logging math ntpath numbers operator os pathlib posixpath pprint re reprlib shlex
    stat statistics string struct sys textwrap tomllib types typing unicodedata urllib warnings xml
    zlib
    """
)
"""Modules of the standard library whose functions return the same results in every run, except
functions with names in `_SUSPECT`.
"""

LIBRARIES = frozenset(
    {"attr", "attrs", "boardwright", "grafana_foundation_sdk", "grafanalib", "orjson"}
    | {"typing_extensions", "yaml"}
)
"""Libraries that neither read a clock nor keep state between boards."""

_SUSPECT = parse_word_set(
    """
    __import__ __subclasses__ _getframe access argv astimezone chdir cpu_count currentframe environb
    eval exec exists expanduser expandvars f_back fchdir fromtimestamp get_terminal_size getatime
    getcontext getctime getegid geteuid getgid getloadavg getlogin getmtime getpgid getpid getppid
    getrandom getsize getuid getxattr home is_block_device is_char_device is_dir is_fifo is_file
    is_junction is_mount is_socket is_symlink isdir isfile isjunction islink ismount lexists
    listxattr localcontext lstat meta_path modules now orig_argv path_hooks path_importer_cache
    readlink realpath resolve samefile sched_getaffinity setcontext setprofile setrecursionlimit
    settrace st_atime st_atime_ns st_ctime st_ctime_ns st_dev st_ino st_mtime st_mtime_ns st_size
    stat stdin terminal_size timestamp today uname urandom utcnow
    """
)
"""Names of functions and attributes whose results may differ between runs, or that change the
Python interpreter.
"""

_ENVIRONMENT = frozenset({"environ", "getenv"})
_INDIRECT = frozenset(
    {"__dict__", "__getattribute__", "attrgetter", "getattr", "methodcaller", "vars"}
)
"""Names such as `getattr`, with which code can access an attribute whose name is in a string."""

_BUILTINS = frozenset({"__import__", "breakpoint", "compile", "eval", "exec", "input"})
_WIDE = frozenset({"builtins", "datetime", "decimal", "io", "os", "pathlib", "sys"})
"""Modules that contain suspicious names, so that `from os import *` is also suspicious."""

_LINKS = frozenset({"realpath", "resolve"})
_OWN_PATH_NAMES = frozenset({"__file__", "Path", "PurePath", "os", "pathlib", "str"})


@frozen
class SourceScan:
    """Reasons in a module's text why the module may declare other boards in another run.

    Attributes:
        variables: Environment variables that the module reads and whose names are literals in the
            text.
        doubt: A suspicious use, such as `` uses `now` ``; empty if the scan found none.
    """

    variables: tuple[str, ...] = ()
    doubt: str = ""


def scan_source(text: bytes, code: CodeType) -> SourceScan:
    """Return the environment variables and the first suspicious use in a module's text.

    Args:
        text: The text of the module.
        code: The code that Python compiled from the text.
    """
    names, strings = set[str](), set[str]()
    for part in _iter_code_objects(code):
        names.update(name.partition(".")[0] for name in part.co_names)
        strings.update(constant for constant in part.co_consts if type(constant) is str)
    if not names & _INDIRECT:
        strings.clear()
    suspects = _SUSPECT | _ENVIRONMENT | _BUILTINS
    if (names | strings).isdisjoint(suspects) and names.isdisjoint(find_unlisted_modules()):
        return SourceScan()
    return _SourceReader().read(ast.parse(text), strings & suspects)


@cache
def find_unlisted_modules() -> frozenset[str]:
    """Return the names of modules that are neither in `STANDARD` nor in `LIBRARIES`.

    The result contains modules of the standard library, and other modules that are loaded when this
    function is first called.
    """
    loaded = {name.partition(".")[0] for name in sys.modules}
    return frozenset((sys.stdlib_module_names | loaded) - STANDARD - LIBRARIES)


def _iter_code_objects(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _iter_code_objects(constant)


class _SourceReader:
    """Finds the uses of suspicious names in a syntax tree."""

    def __init__(self) -> None:
        self._doubt = ""
        self._variables: set[str] = set()
        self._environments = {"environ"}
        self._getters = {"getenv"}
        self._others: set[str] = set()
        """Imported names that are not from a module in `STANDARD`."""

    def read(self, tree: ast.Module, strings: Set[str]) -> SourceScan:
        """Return the uses in a syntax tree because of which the module may declare something else
        in another run.
        """
        for name in sorted(strings):
            self._record_doubt(f"contains the string {name!r}, a suspicious name")
        nodes = [*ast.walk(tree)]
        for node in nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._read_import(node)
        known = {id(part) for node in nodes for part in self._iter_harmless_uses(node)}
        for node in nodes:
            if id(node) not in known:
                self._read_use(node)
        return SourceScan(variables=tuple(sorted(self._variables)), doubt=self._doubt)

    def _record_doubt(self, reason: str) -> None:
        self._doubt = self._doubt or reason

    def _read_import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = self._read_module(alias.name)
                if top not in STANDARD:
                    self._others.add(alias.asname or top)
            return
        top = self._read_module(node.module or "") if not node.level else ""
        for alias in node.names:
            if top not in STANDARD:
                self._others.add(alias.asname or alias.name)
            elif alias.name == "environ":
                self._environments.add(alias.asname or "environ")
            elif alias.name == "getenv":
                self._getters.add(alias.asname or "getenv")
            elif alias.name in _SUSPECT or (alias.name == "*" and top in _WIDE):
                self._record_doubt(f"imports `{alias.name}` from `{node.module}`")

    def _read_module(self, name: str) -> str:
        top = name.partition(".")[0]
        if top in find_unlisted_modules():
            self._record_doubt(f"imports `{top}`")
        return top

    def _iter_harmless_uses(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes of suspicious names that are harmless, because their values are recorded
        as facts.
        """
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                yield from self._record_variable(owner, name)
            case ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()]):
                yield from self._record_variable(node.comparators[0], name)
            case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[first, *_]):
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield from self._record_variable(owner, first.value)
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
                if self._matches_name(function, self._getters, "getenv"):
                    self._variables.add(name)
                    yield function
        if isinstance(node, ast.Call) and _is_own_path_call(node):
            yield node.func

    def _record_variable(self, owner: ast.expr, name: str) -> Iterator[ast.AST]:
        if self._matches_name(owner, self._environments, "environ"):
            self._variables.add(name)
            yield owner

    def _matches_name(self, node: ast.AST, names: Set[str], attribute: str) -> bool:
        if isinstance(node, ast.Name):
            return node.id in names
        return isinstance(node, ast.Attribute) and node.attr == attribute

    def _read_use(self, node: ast.AST) -> None:
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr="stat") if owner in self._others:
                return  # here, `stat` is the SDK's module for stat panels, not a function for files
            case ast.Attribute(attr=name) if name in _SUSPECT | _ENVIRONMENT:
                self._record_doubt(f"uses `{name}`")
            case ast.Name(id=name) if name in _BUILTINS:
                self._record_doubt(f"uses `{name}`")
            case ast.Name(id=name) if name in self._environments | self._getters:
                self._record_doubt(f"uses `{name}`")


def _is_own_path_call(call: ast.Call) -> bool:
    """Return whether a call resolves symbolic links in the module's own path, which is recorded as
    a fact.
    """
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in _LINKS:
        return False
    names = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    return "__file__" in names and names <= _OWN_PATH_NAMES
