"""Reads JSON reports and validates them with the schemas in the reference."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from support import ROOT


def read_valid_json(stdout: str, schema_name: str) -> Any:
    """Return a verb's report after validating it with `docs/reference/NAME.schema.json`."""
    schema = json.loads((ROOT / f"docs/reference/{schema_name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    reported = json.loads(stdout)
    jsonschema.validate(reported, schema)
    return reported
