"""A real kubectl applies, compares and deletes our manifests through a real Grafana's API.

KUBECTL is the path of a kubectl. The Grafana at GRAFANA_URL must use https, because kubectl sends
no credentials over http. REQUESTS_CA_BUNDLE is the file with the certificate that both trust.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from boardwright.provisioning.kubernetes import APPLY_LIMIT
from contract.targets import Target
from support import BOARD, TOML, MakeProject, Run

Kubectl = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.since(12, 4, what="all resources that kubectl asks for")
LARGE = """
from grafanalib.core import Dashboard, Text

dashboard = Dashboard(title="Large", uid="UID", panels=[Text(content="x" * 300_000)])
"""


@pytest.fixture
def kubectl(real: Target) -> Kubectl:
    """Return a function that runs kubectl with the administrator's account."""
    program = os.environ.get("KUBECTL")
    if not program or not real.url.startswith("https://"):
        pytest.skip("KUBECTL names no kubectl, or GRAFANA_URL is not an https address")
    authority = os.environ.get("REQUESTS_CA_BUNDLE")
    options = [f"--server={real.url}", f"--username={real.user}", f"--password={real.password}"]
    options += [f"--certificate-authority={authority}"] if authority else []

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [program, *options, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    return run


@pytest.fixture
def uid() -> str:
    return f"bw-contract-{secrets.token_hex(4)}"


@pytest.fixture
def manifests(
    make_project: MakeProject, run: Run, uid: str, kubectl: Kubectl
) -> Iterator[Callable[..., Path]]:
    """Return a function that builds the manifests of a board in two nested folders."""
    made: list[Path] = []

    def build(text: str = BOARD.replace('"demo"', '"UID"'), toml: str = TOML) -> Path:
        board = f'{text.replace("UID", uid)}\nfolder = "K{uid}/Inner"\n'
        root = make_project({"dashboards/a.py": board}, toml=toml)
        assert run("build", "--target", "manifests", cwd=root).returncode == 0
        made.append(root / "provisioning/manifests")
        return made[-1]

    yield build
    for path in made:
        for _ in range(3):
            kubectl("delete", "-R", "--ignore-not-found", "-f", path)


@pytest.mark.parametrize("schema", ["v1", "v2beta1"])
def test_kubectl_applies_compares_and_deletes_the_manifests(
    schema: str, manifests: Callable[..., Path], kubectl: Kubectl
) -> None:
    path = manifests(toml=TOML.replace("[project]", f'[project]\nschema = "{schema}"'))
    applied = kubectl("apply", "-R", "-f", path)
    assert applied.returncode == 0, applied.stderr
    assert applied.stdout.count(" created\n") == 3
    compared = kubectl("diff", "-R", "-f", path)
    assert (compared.returncode, compared.stdout) == (0, "")
    delete = ("delete", "-R", "--ignore-not-found", "-f", path)
    # The runs delete the board, then the empty folder `Inner`, then the outer folder.
    assert [kubectl(*delete).returncode for _ in range(3)] == [1, 1, 0]


def test_a_board_that_is_too_large_for_apply_is_created(
    manifests: Callable[..., Path], kubectl: Kubectl, uid: str
) -> None:
    path = manifests(LARGE)
    applied = kubectl("apply", "-R", "-f", path)
    assert f"annotations: Too long: may not be more than {APPLY_LIMIT} bytes" in applied.stderr
    (board,) = path.rglob(f"{uid}.json")
    assert kubectl("create", "-f", board).returncode == 0
    assert kubectl("replace", "-f", board).returncode == 0


def test_grafana_does_not_support_server_side_apply(
    manifests: Callable[..., Path], kubectl: Kubectl
) -> None:
    applied = kubectl("apply", "--server-side", "-R", "-f", manifests())
    assert applied.returncode == 1
    assert "failed to convert to unversioned" in applied.stderr
