"""Lock of the log and its newest row in one call, on PostgreSQL.

A single SELECT would not do: its snapshot is older than the lock it waits for, and two rows would
follow the same one. A volatile function looks anew with each of its statements.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_chain_head(lock_key bigint)
RETURNS TABLE (id bigint, at timestamptz, hash varchar) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(lock_key);
    RETURN QUERY SELECT e.id, e.at, e.hash FROM units_auditevent e ORDER BY e.id DESC LIMIT 1;
END $$
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_chain_head(bigint)", params=None)


class Migration(migrations.Migration):
    dependencies = [("units", "0006_vocabulary")]

    operations = [migrations.RunPython(add, drop)]
