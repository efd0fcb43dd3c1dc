"""Reports words of word_list.toml in texts and names: plain_words.py [PATH ...]."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from words.names import participles
from words.texts import CODE_SPAN, Text, relative, repository_files, texts_of


class Phrase(NamedTuple):
    """A pattern to avoid, and the words to use instead."""

    pattern: re.Pattern[str]
    write: str
    names: bool


def phrases() -> list[Phrase]:
    """Return the phrases in word_list.toml."""
    data = tomllib.loads((Path(__file__).parent / "word_list.toml").read_text())
    return [
        Phrase(
            re.compile(entry["pattern"], 0 if entry.get("case") else re.IGNORECASE),
            entry["write"],
            entry.get("names", False),
        )
        for entry in data["phrase"]
    ]


def is_under(path: str, entries: list[str]) -> bool:
    """Return whether a path is in one of these entries; `a/*` means only files directly in a."""
    folder = path.rpartition("/")[0]
    return any(path == e or path.startswith(f"{e}/") or e == f"{folder}/*" for e in entries)


def found_in(text: Text, wanted: list[Phrase]) -> Iterator[str]:
    """Yield one line for each phrase that the text contains."""
    content = CODE_SPAN.sub("`x`", text.content)
    for phrase in wanted:
        if text.is_name and not phrase.names:
            continue
        for match in phrase.pattern.finditer(content):
            line = text.line + content.count("\n", 0, match.start())
            around = content[max(0, match.start() - 30) : match.end() + 30].replace("\n", " ")
            yield f"{text.path}:{line}: ...{around.strip()}... Write: {phrase.write}"


def findings(paths: list[Path]) -> list[str]:
    """Return the lines to print for these files, in order."""
    wanted = phrases()
    return [line for path in paths for text in texts_of(path) for line in found_in(text, wanted)]


def main(names: list[str]) -> int:
    folders = [relative(Path(name).resolve()) for name in names]
    paths = [p for p in repository_files() if not names or is_under(relative(p), folders)]
    lines = findings(paths)
    lines += [line for path in paths if path.suffix == ".py" for line in participles(path)]
    print(*lines, sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
