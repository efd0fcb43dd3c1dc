"""Compare boardwright's PromQL parser with Prometheus's parser on many mutated expressions.

python scripts/compare_promql.py [-n 20000] [--seed 1]

The exit code is 1 if the parsers differ on any expression. The test tests/promql/test_prometheus.py
does the same with two fixed seeds.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from promql.corpus import CORPUS, all_queries, fill_variables
from promql.mutations import mutations
from promql.test_prometheus import NEW_VERSION, OLD_VERSION, PROGRAMS, disagreements


def main() -> int:
    """Compare the parsers, and print the differences and one line of counts for each version."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="number of expressions")
    parser.add_argument("--seed", type=int, default=1, help="seed of the mutations")
    options = parser.parse_args()
    bases = [fill_variables(text, "x") for text in all_queries()] if CORPUS.is_dir() else []
    texts = mutations(options.n, seed=options.seed, bases=bases)
    total = 0
    for version in (OLD_VERSION, NEW_VERSION):
        begun = time.perf_counter()
        differences = disagreements(texts, version)
        total += len(differences)
        seconds = time.perf_counter() - begun
        print(
            f"{PROGRAMS[version]}: {len(texts)} expressions, {len(differences)} differ,"
            f" {seconds:.1f} s"
        )
        print("\n".join(differences[:50]))
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
