"""The API's schema as tables that people read: addresses, filters, fields, what they may hold.

Pure functions on the OpenAPI document (version 3.0) as plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = dict[str, Any]

_LISTED: Final = "Paginated"  # what drf-spectacular calls a page of rows
_CHOICE: Final = re.compile(r"^\* `(.*)` - (.*)$", re.M)
_TYPES: Final = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "object": "对象",
    "array": "列表",
}
_FORMATS: Final = {"date-time": "时间", "decimal": "小数，写成文字"}


@dataclass(frozen=True, slots=True)
class Field:
    """One name in an address, a question or an answer.

    ``choices``: word and meaning, where only some words may stand.
    """

    name: str
    label: str
    kind: str
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb on one address. ``asked``: the fields of the body."""

    method: str
    path: str
    summary: str
    filters: tuple[Field, ...]
    asked: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """What one family of addresses is about: its operations, and the fields of a row."""

    key: str
    title: str
    operations: tuple[Operation, ...]
    fields: tuple[Field, ...]


def resources(document: Schema) -> list[Resource]:
    """Every family of addresses, in the order of the document."""
    known = document["components"]["schemas"]
    found: dict[str, list[tuple[str, str, Schema]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append((method, path, operation))
    return [_resource(key, listed, known) for key, listed in found.items()]


def _resource(
    key: str, listed: list[tuple[str, str, Schema]], known: Mapping[str, Schema]
) -> Resource:
    operations = tuple(
        Operation(
            method.upper(),
            path,
            operation["summary"],
            tuple(_parameters(operation)),
            tuple(_fields(_body(operation.get("requestBody")), known)),
        )
        for method, path, operation in listed
    )
    answers = [response for response in listed[0][2]["responses"].values() if "content" in response]
    title = operations[0].summary.split("：")[0]
    return Resource(key, title, operations, tuple(_fields(_body(answers[0]), known)))


def _body(holder: Schema | None) -> Schema:
    return holder["content"]["application/json"]["schema"] if holder else {}


def _parameters(operation: Schema) -> Iterator[Field]:
    for each in operation.get("parameters", ()):
        schema = each["schema"]
        text = each.get("description", "")
        yield Field(
            each["name"],
            schema.get("title") or _CHOICE.sub("", text).strip(),
            _kind(schema),
            each.get("required", False),
            _meanings(text),
        )


def _fields(schema: Schema, known: Mapping[str, Schema], prefix: str = "") -> Iterator[Field]:
    """The fields of a schema; those of rows within a row behind their name and a dot."""
    name, schema = _resolved(schema, known)
    if name.startswith(_LISTED):
        _, schema = _resolved(schema["properties"]["results"]["items"], known)
    for field, stated in schema.get("properties", {}).items():
        title, description = stated.get("title", ""), stated.get("description", "")
        label = "：".join(part for part in (title, description) if part)
        _, inner = _resolved(stated, known)
        choices = _meanings(inner.get("description", "")) if "enum" in inner else ()
        yield Field(
            f"{prefix}{field}", label, _kind(inner), field in schema.get("required", ()), choices
        )
        if inner.get("type") == "array":
            yield from _fields(inner["items"], known, f"{prefix}{field}.")


def _resolved(schema: Schema, known: Mapping[str, Schema]) -> tuple[str, Schema]:
    """The schema a reference stands for, with its name; of several the first."""
    for several in ("allOf", "oneOf"):
        if several in schema:
            schema = schema[several][0]
    if "$ref" not in schema:
        return "", schema
    name = schema["$ref"].rsplit("/", 1)[-1]
    return name, known[name]


def _kind(schema: Schema) -> str:
    told = _FORMATS.get(schema.get("format", "")) or _TYPES.get(schema.get("type", ""), "")
    return f"{told}，可为 null" if schema.get("nullable") else told


def _meanings(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, meaning) for word, meaning in _CHOICE.findall(text))
