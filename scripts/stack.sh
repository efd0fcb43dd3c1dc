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
    command -v docker >/dev/null ||
        fail "Docker is not on this machine." \
            "Install Docker Engine with its Compose plugin: https://docs.docker.com/engine/install/" \
            "Or run the servers without it: docs/how-to/without-docker.md"
    need_compose
    engine=$(timeout 30 docker info 2>&1) || {
        [ $? != 124 ] || engine="no answer within 30 seconds"
        fail "the Docker engine does not answer: $(tail -n 1 <<<"$engine")" \
            "Start it (sudo systemctl start docker), or add this user to the group docker."
    }
}

need_compose() { # up uses --wait-timeout, which Compose has since 2.17
    local version major minor
    version=$(docker compose version --short 2>/dev/null) ||
        fail "Docker is here without its Compose plugin: there is no docker compose command." \
            "docker-compose, with a hyphen, is Compose 1, which this file does not support." \
            "Install the plugin: https://docs.docker.com/compose/install/linux/"
    IFS=. read -r major minor _ <<<"${version#v}"
    [[ ! $major$minor =~ ^[0-9]+$ ]] || ((major > 2 || (major == 2 && minor >= 17))) ||
        fail "Docker Compose $version is too old; this stack needs 2.17 or later." \
            "Install a newer plugin: https://docs.docker.com/compose/install/linux/"
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
