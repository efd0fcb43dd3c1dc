"""Fixture: a function that loads a project's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from loading.loading_project import Load, project_loader


@pytest.fixture
def load_files(tmp_path: Path) -> Load:
    """Return a function that writes files and loads them."""
    return project_loader(tmp_path)
