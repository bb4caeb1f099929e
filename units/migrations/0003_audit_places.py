"""Rows of version 0.1 hashed the key of their place: keep it, so that the place may be deleted.

Only this copy is written; the rows' content and hashes stay as they are.
"""

from django.db import migrations

COPY = "UPDATE units_auditevent SET region_key = region_id WHERE algorithm = ''"
GUARD = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'history_append_only'
               AND tgrelid = 'units_auditevent'::regclass) THEN
        ALTER TABLE units_auditevent {} TRIGGER history_append_only;
    END IF;
END $$
"""


def keep_places(apps, schema_editor):
    is_guarded = schema_editor.connection.vendor == "postgresql"
    if is_guarded:
        schema_editor.execute(GUARD.format("DISABLE"), params=None)
    schema_editor.execute(COPY, params=None)
    if is_guarded:
        schema_editor.execute(GUARD.format("ENABLE"), params=None)


class Migration(migrations.Migration):
    dependencies = [("units", "0002_audit_chain")]

    operations = [migrations.RunPython(keep_places, migrations.RunPython.noop)]
