"""Compare the time of `boardwright suggest-rules` with `boardwright check` on the same boards.

python bench/suggest_rules.py [-n 1000] [--corpus ../shared/corpus]

The boards are the variants of Node Exporter Full that checks.py writes: 275 queries each, and no
query text occurs twice. Both verbs parse every query, which takes most of the time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from installed import write_bytecode

from boardwright.notation.plurals import format_quantity
from checks import BOARD, CORPUS, measure, write_variants


def main() -> None:
    """Measure both verbs, and print their times and the ratio of their CPU times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=1000, help="variants of Node Exporter Full")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of real boards")
    options = parser.parse_args()
    write_bytecode()
    with tempfile.TemporaryDirectory() as folder:
        write_variants(Path(folder), options.corpus.resolve() / BOARD, options.n)
        results = {verb: measure(Path(folder), verb=verb) for verb in ("check", "suggest-rules")}
    for verb, each in results.items():
        print(
            f"{verb:<14} {format_quantity(each.boards, 'board'):>13} {each.cpu:>8.2f} CPU s"
            f" {each.memory >> 20:>6} MiB"
        )
    print(f"suggest-rules / check: {results['suggest-rules'].cpu / results['check'].cpu:.2f}")


if __name__ == "__main__":
    main()
