"""Fixtures: one Docker engine for all tests of this folder, with the images of the stack."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from containers.checkout import Checkout, copy_checkout
from containers.engine import Engine, start_engine
from containers.images import load_images


@pytest.fixture(scope="session")
def engine_folder() -> Iterator[Path]:
    """Return a folder with a short path, because the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="bw-engine-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def engine(engine_folder: Path) -> Iterator[Engine]:
    """Return an engine with the images of `docker-compose.yml`."""
    with start_engine(engine_folder) as engine:
        load_images(engine)
        yield engine


@pytest.fixture(scope="module")
def checkout(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Return a copy of the repository whose stack has not been started."""
    root = tmp_path_factory.mktemp("checkout") / "repository"
    checkout = copy_checkout(root, engine, "boardwright-test")
    assert checkout.make("build").returncode == 0
    yield checkout
    checkout.compose("down", "--volumes", "--timeout", "2")
