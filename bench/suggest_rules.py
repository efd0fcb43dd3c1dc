"""How long `boardwright suggest-rules` takes, as a ratio to `boardwright check` of the same boards.

python bench/suggest_rules.py [-n 1000] [--corpus ../shared/corpus]

The boards are the variants of Node Exporter Full of checks.py: 275 queries each, none of them the
same text twice. Both verbs parse every query, which takes most of their time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from installed import write_bytecode

from boardwright.notation.plurals import quantity
from checks import BOARD, CORPUS, measure, write_variants


def main() -> None:
    """Measure, and print the two verbs and the ratio of their CPU time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=1000, help="variants of Node Exporter Full")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of real boards")
    asked = parser.parse_args()
    write_bytecode()
    with tempfile.TemporaryDirectory() as folder:
        write_variants(Path(folder), asked.corpus.resolve() / BOARD, asked.n)
        found = {verb: measure(Path(folder), verb=verb) for verb in ("check", "suggest-rules")}
    for verb, each in found.items():
        print(
            f"{verb:<14} {quantity(each.boards, 'board'):>13} {each.cpu:>8.2f} CPU s"
            f" {each.memory >> 20:>6} MiB"
        )
    print(f"suggest-rules / check: {found['suggest-rules'].cpu / found['check'].cpu:.2f}")


if __name__ == "__main__":
    main()
