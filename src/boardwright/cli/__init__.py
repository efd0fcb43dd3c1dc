"""The command line: options to a command, its result to a report, the report to an exit code.

The only room that prints. What a verb needs is imported when it runs, so that `--help`, shell
completion and mistakes in the options cost next to nothing.
"""

from __future__ import annotations

import gc
import sys

from boardwright.cli.ready_text import ready_text

_COLLECT_AFTER = 1_000_000
"""Objects made, less those freed, until Python looks for unreachable ones. A build makes and frees
many, and few of them are left unreachable: looking for them took a sixth of its time."""


def main() -> None:
    """Run the command line, and leave with its exit code.

    0 is fine, 1 findings or differences, 2 usage or trouble, 130 interrupted. A bug of ours shows
    its trace and leaves with 2, so that it is never taken for a finding.
    """
    if (text := ready_text(sys.argv)) is not None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            from boardwright.cli.failure import unwritten

            sys.exit(unwritten(error))
        return
    gc.set_threshold(_COLLECT_AFTER)
    from boardwright.cli.root import boardwright

    try:
        code = boardwright.main(standalone_mode=False)
    except BaseException as error:
        from boardwright.cli.failure import explain

        code = explain(error)
    gc.freeze()  # what is left goes with the process; nobody need look through it
    sys.exit(code)
