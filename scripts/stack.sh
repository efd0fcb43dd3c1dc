# shellcheck shell=bash
# Shared by scripts/up, scripts/down and scripts/deploy, which source it in the repository's folder.

# The password comes from .env only, not from the calling shell.
unset GRAFANA_ADMIN_PASSWORD

fail() { # fail WRONG [WHAT-TO-DO...]
    echo "error: $1" >&2
    shift
    [ $# = 0 ] || printf '  %s\n' "$@" >&2
    exit 2
}

need_docker() {
    local answer
    command -v docker >/dev/null ||
        fail "Docker is not on this machine." \
            "Install Docker Engine with its Compose plugin: https://docs.docker.com/engine/install/" \
            "Or run the servers without it: docs/how-to/without-docker.md"
    docker compose version >/dev/null 2>&1 ||
        fail "Docker is here without its Compose plugin: there is no docker compose command." \
            "Install it: https://docs.docker.com/compose/install/linux/"
    answer=$(docker info 2>&1 >/dev/null) ||
        fail "the Docker engine does not answer: $(tail -n 1 <<<"$answer")" \
            "Start it (sudo systemctl start docker), or add this user to the group docker."
}

kept() { # kept NAME: the value in .env, as Compose reads it; the last line counts
    [ -f .env ] || return 0
    sed -En "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*//p" .env | tail -n 1 |
        sed -E -e 's/\r$//' -e 's/(^|[[:space:]]+)#.*//' -e 's/[[:space:]]*$//' \
            -e 's/^"(.*)"$/\1/' -e "s/^'(.*)'\$/\1/"
}

setting() { # setting NAME [DEFAULT]: from the environment, else .env: the order of Compose
    local value=${!1:-}
    [ -n "$value" ] || value=$(kept "$1")
    echo "${value:-${2:-}}"
}

port() { # port NAME: that setting, else the number in docker-compose.yml
    setting "$1" "$(grep -o "\${$1:-[0-9]*}" docker-compose.yml | head -n 1 | tr -dc 0-9)"
}
