"""Histories and the log cannot be emptied in one stroke either: PostgreSQL refuses TRUNCATE.

Databases of the tests (named test_…) are emptied between tests and are let off.
"""

from django.db import migrations

TABLES = (
    "indicators_observationrevision",
    "indicators_submissionevent",
    "indicators_submissionvaluerevision",
    "units_auditevent",
)
FUNCTION = r"""
CREATE OR REPLACE FUNCTION history_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() LIKE 'test\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are added, never removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate()",
            params=None,
        )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS history_no_truncate ON {table}")
    schema_editor.execute("DROP FUNCTION IF EXISTS history_refuse_truncate()")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_breakdown_labels"),
        ("units", "0003_audit_places"),
    ]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
