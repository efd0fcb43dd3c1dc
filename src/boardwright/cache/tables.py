"""What a cached module may use: only what gives the same answer every time, or is followed.

All else (clocks, random numbers, networks, processes, libraries that nobody looked through) makes a
module one that is run in every build. To be on no list costs time, never a wrong board.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STANDARD = _words(
    """
    __future__ _collections_abc abc ast base64 binascii bisect builtins cmath codecs collections
    colorsys configparser contextlib copy csv dataclasses decimal difflib enum errno fnmatch
    fractions functools genericpath glob graphlib hashlib heapq html io ipaddress itertools json
    keyword logging math ntpath numbers operator os pathlib posixpath pprint re reprlib shlex stat
    statistics string struct sys textwrap tomllib types typing unicodedata warnings xml zlib
    """
)
"""Modules of the standard library."""

LIBRARIES = frozenset(
    {"attr", "attrs", "boardwright", "grafana_foundation_sdk", "grafanalib", "orjson"}
    | {"typing_extensions", "yaml"}
)
"""Libraries; none of them reads a clock or keeps state between boards by itself."""

PARTS = {"datetime": frozenset({"timedelta", "timezone"}), "urllib": frozenset({"parse"})}
"""Modules of which only some names are harmless."""

SUSPECT_NAMES = _words(
    """
    __import__ _getframe argv chdir cpu_count currentframe eval exec f_back fchdir
    get_terminal_size getatime getctime getegid geteuid getgid getloadavg getlogin getmtime getpgid
    getpid getppid getrandom getsize getuid modules orig_argv sched_getaffinity st_atime
    st_atime_ns st_ctime st_ctime_ns st_dev st_ino st_mtime st_mtime_ns st_size stdin
    terminal_size uname urandom
    """
)
"""Names whose use may tell one run from another, or who imports a module from who else does."""

HARMLESS_EVENTS = _words(
    """
    array.__new__ builtins.id code.__new__ compile exec function.__new__ glob.glob glob.glob/2
    import marshal.dumps marshal.load marshal.loads object.__delattr__ object.__getattr__
    object.__setattr__ os.chdir os.fwalk os.walk pathlib.Path.glob pathlib.Path.rglob
    pickle.find_class sys._getframe sys._getframemodulename sys.excepthook sys.unraisablehook
    """
)
"""Audit events that tell of nothing outside; `open` and listings are followed, others taint."""
