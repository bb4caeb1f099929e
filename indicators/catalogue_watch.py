"""The database itself notes when the catalogue moves, whatever door it moves through.

Every statement that adds, changes or removes a row of ``WATCHED`` gives the one row of
``CatalogueState`` a new random token. What was read under a token is true while the token
stands, in every process; a rollback or a restored backup never brings an old token back to other
rows, as a counter would.

SQLite forgets the triggers of a table that a migration makes anew (most changes of a column):
such a migration ends with ``migrations.RunPython(catalogue_watch, migrations.RunPython.noop)``.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WATCHED: Final = (
    "indicators_domain",
    "indicators_indicator",
    "indicators_indicatoralias",
    "indicators_indicatordefinition",
    "indicators_plan",
    "indicators_planindicator",
    "indicators_responsibility",
    "indicators_round",
    "indicators_target",
    "units_memberunit",
    "units_region",
)
NAME: Final = "catalogue_moved"
EVENTS: Final = ("INSERT", "UPDATE", "DELETE")

_MOVE: Final = """
    INSERT INTO indicators_cataloguestate (id, token) VALUES (1, {word})
    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
"""
_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_MOVE.format(word="replace(gen_random_uuid()::text, '-', '')")}
    RETURN NULL;
END $$
"""


def catalogue_watch(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on every watched table; those that are there already are made anew."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)
        for table in WATCHED:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {table}", params=None)
            schema_editor.execute(  # before: whoever changes the catalogue waits before, not within
                f"CREATE TRIGGER {NAME} BEFORE {' OR '.join(EVENTS)} ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}()",
                params=None,
            )
        return
    move = _MOVE.format(word="lower(hex(randomblob(16)))")
    for table in WATCHED:
        for event in EVENTS:
            name = f"{NAME}_{table}_{event.lower()}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {move} END", params=None
            )


def catalogue_unwatch(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}() CASCADE", params=None)
        return
    for table in WATCHED:
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{table}_{event.lower()}")
