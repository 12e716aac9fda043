"""Validates every procedure, mapping and one report against the published JSON Schemas; prints how many.

Arguments: the report as a JSON file.
"""
import datetime
import glob
import json
import sys
import tomllib

import jsonschema


def validator(name):
    with open(f"docs/reference/{name}.schema.json", encoding="utf-8") as file:
        return jsonschema.Draft202012Validator(json.load(file))


def plain(value):
    """TOML as JSON: dates become strings."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


counts = {}
for name, pattern in (("procedure", "law/procedures/*.toml"), ("procedure", "examples/*/procedure.toml"), ("mapping", "examples/*/mapping.toml")):
    check = validator(name)
    for path in glob.glob(pattern):
        with open(path, "rb") as file:
            check.validate(plain(tomllib.load(file)))
        counts[name] = counts.get(name, 0) + 1
with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
validator("report").validate(report)
counts["findings"] = len(report["findings"])
refused = next(validator("procedure").iter_errors({"id": "a", "stagee": []}), None)
counts["refuses_nonsense"] = refused is not None
print(json.dumps(counts))
