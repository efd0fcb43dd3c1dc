#!/usr/bin/env python3
"""Record the rules that Sloth makes of the specifications in tests/recordings/sloth.

record_sloth.py    # needs `sloth` in PATH; write the version of sloth into the README
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests/recordings/sloth"


def main() -> int:
    """Write `NAME.rules.yml` next to each specification; return the exit code."""
    sloth = shutil.which("sloth")
    if sloth is None:
        print("record_sloth.py: the program sloth is not in PATH", file=sys.stderr)
        return 2
    for spec in sorted(FOLDER.glob("*.yml")):
        if not spec.name.endswith(".rules.yml"):
            rules = spec.with_suffix(".rules.yml")
            subprocess.run([sloth, "generate", "--no-log", "-i", spec, "-o", rules], check=True)
            print(rules)
    return 0


if __name__ == "__main__":
    sys.exit(main())
