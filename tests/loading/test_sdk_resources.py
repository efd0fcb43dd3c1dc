"""Resources and other objects of the Foundation SDK at the top level of a module."""

from __future__ import annotations

import os

import pytest
from loading_project import Load, messages

pytest.importorskip("grafana_foundation_sdk")


HEAD = """
from grafana_foundation_sdk.builders import dashboard, resource
from grafana_foundation_sdk.models import resource as models

def made(): return dashboard.Dashboard("Made").with_row(dashboard.Row("R"))

def manifest(spec):
    metadata = resource.Metadata().name("named")
    return (
        resource.Manifest().api_version("dashboard.grafana.app/v1beta1").kind("Dashboard")
        .metadata(metadata).spec(spec)
    )

"""
FORMS = [
    "board = manifest(made())",
    "board = manifest(made().build())",
    "board = manifest(made().build().to_json())",
    "board = manifest(made()).build()",
    "board = manifest(made().build()).build().to_json()",
    "board = manifest({'title': 'Made', 'panels': [{'type': 'row', 'title': 'R'}]})",
    "boards = [manifest(made())]",
    "boards = {'a': {'b': [manifest(made()).build()]}}",
    "one = manifest(made())\ntwo = one.build()",
    "builder = made()\nbuilt = builder.build()\nboard = manifest(builder)",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_manifest_is_a_board(load_files: Load, form: str) -> None:
    loaded = load_files({"dashboards/x.py": HEAD + form + "\n"})
    assert messages(loaded) == []
    (document,) = loaded.documents
    assert document.title == "Made"
    assert document.body.get("uid") in ("named", None)
    assert [panel["title"] for panel in document.body["panels"]] == ["R"]


def test_the_uid_of_the_metadata_is_the_uid_of_the_board(load_files: Load) -> None:
    loaded = load_files({"dashboards/x.py": HEAD + FORMS[0] + "\n"})
    assert loaded.documents[0].body["uid"] == "named"
    own = HEAD + "board = manifest(made().uid('own'))\n"
    assert load_files({"dashboards/x.py": own}).documents[0].body["uid"] == "own"


def test_a_builder_and_the_built_model_are_one_board(load_files: Load) -> None:
    code = HEAD + "builder = made()\nbuilt = builder.build()\nboth = [builder, built]\n"
    loaded = load_files({"dashboards/x.py": code})
    assert [(d.name, d.title) for d in loaded.documents] == [("builder", "Made")]


def test_a_resource_of_another_kind_is_noted(load_files: Load) -> None:
    code = HEAD + "team = resource.Manifest().kind('Folder')\n"
    loaded = load_files({"dashboards/x.py": code})
    assert [str(note) for note in loaded.remarks] == [
        "dashboards/x.py:14: `team` is a resource of the kind 'Folder', which boardwright ignores"
    ]


def test_an_object_that_builds_itself_is_not_a_cycle(load_files: Load) -> None:
    code = """
        class Panel:
            def build(self):
                return self
            def to_json(self):
                return {"type": "text", "title": "Own"}
        board = {"title": "x", "panels": [Panel()]}
    """
    (document,) = load_files({"dashboards/x.py": code}).documents
    assert document.body["panels"][0]["title"] == "Own"
    assert os.fspath(document.place.file) == "dashboards/x.py"
