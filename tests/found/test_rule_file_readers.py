"""`boardwright check`, the rules of a project and the rules of a ruler are read alike."""

from __future__ import annotations

from pathlib import Path

import yaml

from boardwright.found.rule_yaml import read_rule_file
from boardwright.found.server_files import read_server_file
from boardwright.schema.alerting.rule_file_form import decode_rule_group
from boardwright.schema.document import Place
from boardwright.schema.rule_values import AlertRule

PLACE = Place(file="a.yml")
RULES = """
groups:
  - name: g
    rules:
      - {record: "", alert: A, expr: up, labels: {n: yes}}
"""
"""promtool 2.42 accepts this file. With the series `up 1`, `promtool test rules` reports the alert
`{alertname="A", n="yes"}`: an empty name counts as missing, and a label keeps its text.
"""


def test_a_rule_with_an_empty_record_is_an_alert(tmp_path: Path) -> None:
    (group,) = read_rule_file(RULES.encode(), place=PLACE)
    (declared,) = group.rules
    path = tmp_path / "a.yml"
    path.write_text(RULES, encoding="utf-8")
    (checked,) = read_server_file(path, place=PLACE).rules
    (stored,) = decode_rule_group(yaml.safe_load(RULES)["groups"][0]).rules
    assert (type(declared), declared.name) == (AlertRule, "A")
    assert (checked.is_alert, checked.name) == (True, "A")
    assert (type(stored), stored.name) == (AlertRule, "A")


def test_the_value_of_a_label_is_the_text_in_the_file(tmp_path: Path) -> None:
    (group,) = read_rule_file(RULES.encode(), place=PLACE)
    path = tmp_path / "a.yml"
    path.write_text(RULES, encoding="utf-8")
    (checked,) = read_server_file(path, place=PLACE).rules
    assert group.rules[0].labels == checked.labels == {"n": "yes"}


def test_a_rule_in_a_kubernetes_resource_is_read_like_a_rule_in_a_file(tmp_path: Path) -> None:
    spec = RULES.replace("\n", "\n  ")
    path = tmp_path / "a.yml"
    path.write_text(f"kind: PrometheusRule\nspec:{spec}\n", encoding="utf-8")
    (checked,) = read_server_file(path, place=PLACE).rules
    assert (checked.name, checked.labels, checked.place.line) == ("A", {"n": "yes"}, 6)
