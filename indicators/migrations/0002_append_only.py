"""Rows of the histories are added, never changed: PostgreSQL itself refuses.

One exception: when an account, unit or file is deleted, the link to it is
emptied and the row stays. SQLite has no such triggers; there the services alone
keep the rule.
"""

from django.db import migrations

LINKS = {
    "indicators_observationrevision": (
        "approved_by_id",
        "unit_id",
        "submission_id",
        "ledger_id",
    ),
    "indicators_submissionevent": ("by_id",),
    "indicators_submissionvaluerevision": ("by_id", "ledger_id"),
    "units_auditevent": ("user_id", "region_id"),
}
NEVER_DELETED = ("indicators_observationrevision", "units_auditevent")

FUNCTION = """
CREATE OR REPLACE FUNCTION history_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    link text;
    was jsonb := to_jsonb(OLD);
    becomes jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        becomes := to_jsonb(NEW);
        FOREACH link IN ARRAY TG_ARGV LOOP
            IF becomes -> link = 'null'::jsonb THEN
                was := was - link;
                becomes := becomes - link;
            END IF;
        END LOOP;
        IF was = becomes THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are added, never changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION, params=None)
    for table, links in LINKS.items():
        events = "UPDATE OR DELETE" if table in NEVER_DELETED else "UPDATE"
        arguments = ", ".join(f"'{link}'" for link in links)
        schema_editor.execute(
            f"CREATE TRIGGER history_append_only BEFORE {events} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION history_refuse_change({arguments})",
            params=None,
        )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in LINKS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS history_append_only ON {table}")
    schema_editor.execute("DROP FUNCTION IF EXISTS history_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
