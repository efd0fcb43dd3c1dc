"""The bundled stack in real containers: `make up`, `make deploy`, `make down`, interruptions."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from containers.checkout import Checkout, copy_checkout
from containers.engine import start_engine
from containers.images import SERVICES, load_images
from stack.servers import wait_until

pytestmark = [pytest.mark.xdist_group("engine"), pytest.mark.real]

HEALTHY = dict.fromkeys(SERVICES, ("running", "healthy"))
BOARDS = {"prometheus-101", "containers", "node", "stack"}


def make_up(checkout: Checkout, *settings: str) -> subprocess.CompletedProcess[str]:
    result = checkout.make("up", *settings)
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def make_deploy(checkout: Checkout) -> str:
    result = checkout.make("deploy")
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def stack(checkout: Checkout) -> Checkout:
    """Return a checkout whose stack runs and accepts deployed boards."""
    make_up(checkout, "BOARDS=push", "PROFILE=single")
    return checkout


def test_up_starts_four_healthy_servers_that_prometheus_scrapes(stack: Checkout) -> None:
    assert stack.list_states() == HEALTHY
    assert "The stack is up:" in make_up(stack).stdout
    wait_until(lambda: len(stack.query("up == 1")) == 4, 40, "scrapes of four servers")
    jobs = {series["metric"]["job"] for series in stack.query("up == 1")}
    assert jobs == {"prometheus", "k8s-node", "cadvisor", "grafana"}


def test_node_exporter_measures_the_machine_and_not_its_container(stack: Checkout) -> None:
    wait_until(lambda: stack.query("node_boot_time_seconds"), 40, "a scrape of node-exporter")
    (boot,) = stack.query("node_boot_time_seconds")
    lines = Path("/proc/stat").read_text().splitlines()
    (expected,) = (int(line.split()[1]) for line in lines if line.startswith("btime "))
    assert abs(float(boot["value"][1]) - expected) <= 1
    mounts = {
        series["metric"]["mountpoint"] for series in stack.query("node_filesystem_size_bytes")
    }
    assert "/" in mounts, "paths are the machine's, without /host"


def test_servers_run_with_the_privileges_of_the_compose_file(stack: Checkout) -> None:
    ids = stack.compose("ps", "--quiet").split()
    template = (
        "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.Privileged}} {{.HostConfig.NetworkMode}}"
    )
    found = stack.engine.docker("inspect", "--format", template, *ids).stdout.splitlines()
    assert found == ["true false host"] * 4


def test_a_change_is_deployed_to_the_running_stack(stack: Checkout) -> None:
    make_deploy(stack)
    assert stack.board_uids() == BOARDS
    stack.edit("dashboards/node.py", 'title="Nodes"', 'title="All nodes"')
    second = make_deploy(stack)
    assert stack.grafana("/api/dashboards/uid/node")["dashboard"]["title"] == "All nodes"
    assert "4 boards: 1 updated, 3 unchanged" in second


def test_boards_and_metrics_are_kept_when_the_stack_is_stopped(stack: Checkout) -> None:
    make_deploy(stack)
    wait_until(lambda: stack.query("up == 1"), 40, "a scrape")
    down = stack.make("down")
    assert down.returncode == 0, down.stderr
    assert stack.list_states() == {}
    make_up(stack)
    assert stack.board_uids() == BOARDS
    assert stack.query("count_over_time(up[10m]) >= 1"), "samples from before the stop"


def test_boards_come_either_from_files_or_from_a_deploy(stack: Checkout) -> None:
    make_deploy(stack)
    make_up(stack, "BOARDS=files")
    assert stack.board_uids() == BOARDS
    assert stack.grafana("/api/dashboards/uid/node")["meta"]["provisioned"]
    assert "Nothing is pushed" in make_deploy(stack)
    make_up(stack, "BOARDS=push")
    assert not stack.grafana("/api/dashboards/uid/node")["meta"]["provisioned"]


def test_a_port_in_use_stops_up_before_a_container_starts(checkout: Checkout) -> None:
    checkout.make("down")
    with socket.create_server(("127.0.0.1", checkout.ports["GRAFANA_PORT"])):
        result = checkout.make("up")
    assert result.returncode == 2
    assert f"port {checkout.ports['GRAFANA_PORT']} of 127.0.0.1 is in use" in result.stderr
    assert checkout.list_states() == {}


def test_an_image_that_cannot_be_pulled_is_reported(checkout: Checkout) -> None:
    """The engine of the tests has no registry: `.invalid` never resolves (RFC 2606)."""
    checkout.make("down")
    override = checkout.root / "docker-compose.override.yml"
    text = override.read_text()
    image = "registry.invalid/no-such/image:v1.0.0"
    override.write_text(text.replace("cadvisor: {", f"cadvisor: {{image: '{image}', "))
    result = checkout.make("up", "PULL_TIMEOUT=60")
    override.write_text(text)
    assert result.returncode == 2
    assert f"error: the Docker engine cannot pull {image}." in result.stderr
    assert f"docker save {image}" in result.stderr
    assert checkout.list_states() == {}


def test_a_missing_device_is_reported(checkout: Checkout) -> None:
    checkout.make("down")
    result = checkout.make("up", "KMSG_DEVICE=/dev/no-such-device")
    assert result.returncode == 2
    assert "To start without this metric: make up KMSG_DEVICE=/dev/null" in result.stderr
    make_up(checkout, "KMSG_DEVICE=/dev/null")
    assert checkout.list_states() == HEALTHY


@pytest.fixture
def node(checkout: Checkout, tmp_path: Path) -> Iterator[Checkout]:
    """Return a second machine, whose address is 127.0.0.2."""
    node = copy_checkout(tmp_path / "node", checkout.engine, "boardwright-node")
    # An address of loopback is refused, since a master elsewhere cannot reach it; this one can.
    node.edit("scripts/up", "$address != 127.*", "$address != 127.0.0.1")
    yield node
    node.compose("down", "--volumes", "--timeout", "2")


def test_a_master_can_scrape_a_node(checkout: Checkout, node: Checkout) -> None:
    """Two machines are two projects; the node's exporters listen on 127.0.0.2 only."""
    checkout.make("down")
    up = make_up(node, "PROFILE=node", "NODE_ADDRESS=127.0.0.2")
    assert "list 127.0.0.2 in the master's boardwright.toml" in up.stdout
    assert node.list_states().keys() == {"node-exporter", "cadvisor"}
    config = checkout.root / "boardwright.toml"
    before = config.read_text()
    moved = before
    for name in ("NODE_EXPORTER_PORT", "CADVISOR_PORT"):
        moved = moved.replace(str(checkout.ports[name]), str(node.ports[name]))
    config.write_text(f'{moved}\n[[nodes]]\nname = "web-1"\naddress = "127.0.0.2"\n')
    assert checkout.make("build").returncode == 0
    make_up(checkout, "PROFILE=master")
    assert checkout.list_states().keys() == {"prometheus", "grafana"}
    expr = 'count(up{instance="web-1"} == 1) == 2'
    wait_until(lambda: checkout.query(expr), 40, "scrapes of the node's two exporters")
    config.write_text(before)
    assert checkout.make("build").returncode == 0
    checkout.make("down")


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Checkout]:
    """Return a checkout with a separate engine, which the test may stop."""
    with (
        TemporaryDirectory(prefix="bw-engine-", ignore_cleanup_errors=True) as name,
        start_engine(Path(name)) as engine,
    ):
        load_images(engine)
        checkout = copy_checkout(tmp_path / "fragile", engine, "boardwright-fragile")
        assert checkout.make("build").returncode == 0
        yield checkout


def test_a_stopped_engine_is_reported_and_no_data_is_lost(fragile: Checkout) -> None:
    """The engine is started again where `/` is not a shared mount."""
    make_up(fragile)
    make_deploy(fragile)
    fragile.engine.kill()
    died = fragile.make("up")
    assert died.returncode == 2
    assert "error: the Docker engine does not answer" in died.stderr
    with start_engine(fragile.engine.folder, propagation="private"):
        fragile.compose("down", "--timeout", "2")
        refused = fragile.make("up")
        assert "up] Error 1" in refused.stderr, "the exit code of scripts/up"
        assert "/ is not a shared mount on this machine" in refused.stderr
        assert "Start without later mounts: make up NODE_MOUNT=ro" in refused.stderr
        assert fragile.list_states().keys() == {"node-exporter"}, "nothing else was started"
        make_up(fragile, "NODE_MOUNT=ro")
        assert fragile.list_states() == HEALTHY
        assert fragile.board_uids() == BOARDS
        fragile.compose("down", "--volumes", "--timeout", "2")
