# shellcheck shell=bash
# Functions for scripts/up, scripts/down and scripts/deploy, which source this file in the repository.

# The password comes from .env only, not from the calling shell.
unset GRAFANA_ADMIN_PASSWORD

fail() { # fail MESSAGE [HINT...]
    echo "error: $1" >&2
    shift
    [ $# = 0 ] || printf '  %s\n' "$@" >&2
    exit 2
}

need_docker() {
    command -v docker >/dev/null ||
        fail "Docker is not installed on this machine." \
            "Install Docker Engine with its Compose plugin: https://docs.docker.com/engine/install/" \
            "Or run the servers without it: docs/how-to/without-docker.md"
    [[ $(timeout 30 docker --version 2>/dev/null) != *[Pp]odman* ]] || refuse_podman
    need_compose
    engine=$(timeout 30 docker info 2>&1) || {
        [ $? != 124 ] || engine="no answer within 30 seconds"
        fail "the Docker engine does not answer: $(tail -n 1 <<<"$engine")" \
            "Start Docker (sudo systemctl start docker), or add this user to the group docker."
    }
}

refuse_podman() {
    fail "the docker command uses Podman, with which this stack is not tested." \
        "Use Docker Engine, or run the servers without containers: docs/how-to/without-docker.md"
}

need_compose() { # scripts/up uses --wait-timeout, which needs Compose 2.17
    local version major minor
    version=$(docker compose version --short 2>/dev/null) ||
        fail "Docker's Compose plugin is not installed: there is no command docker compose." \
            "The command docker-compose, with a hyphen, is Compose 1, which this stack does not support." \
            "Install the plugin: https://docs.docker.com/compose/install/linux/"
    IFS=. read -r major minor _ <<<"${version#v}"
    [[ ! $major$minor =~ ^[0-9]+$ ]] || ((major > 2 || (major == 2 && minor >= 17))) ||
        fail "Docker Compose $version is too old; this stack needs 2.17 or later." \
            "Install a newer plugin: https://docs.docker.com/compose/install/linux/"
}

kept() { # kept NAME: the value in .env, as Compose reads it; of several lines, the last one
    [ -f .env ] || return 0
    sed -En "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*//p" .env | tail -n 1 |
        sed -E -e 's/\r$//' -e 's/(^|[[:space:]]+)#.*//' -e 's/[[:space:]]*$//' \
            -e 's/^"(.*)"$/\1/' -e "s/^'(.*)'\$/\1/"
}

setting() { # setting NAME [DEFAULT]: the value in the environment, otherwise in .env, as in Compose
    local value=${!1:-}
    [ -n "$value" ] || value=$(kept "$1")
    echo "${value:-${2:-}}"
}

port() { # port NAME: the value of this setting, otherwise the number in docker-compose.yml
    setting "$1" "$(grep -o "\${$1:-[0-9]*}" docker-compose.yml | head -n 1 | tr -dc 0-9)"
}
