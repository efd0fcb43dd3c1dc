from __future__ import annotations

from boardwright.schema.document import Document, Note, Place


def test_places_and_notes_have_a_text_form() -> None:
    place = Place(file="dashboards/node.py", line=7)
    assert str(place) == "dashboards/node.py:7"
    assert str(Place(file="a.json")) == "a.json"
    assert str(Note(what="w", place=place)) == "dashboards/node.py:7: w"
    assert str(Note(what="w", place=place, panel="CPU")) == 'dashboards/node.py:7, panel "CPU": w'


def test_the_title_of_a_document_defaults_to_the_name() -> None:
    place = Place(file="a.json")
    assert Document(body={}, place=place, name="node", form="json").title == "node"
    assert Document(body={"title": "N"}, place=place, name="node", form="json").title == "N"
