"""On PostgreSQL a finalised assessment gets no further results either.

One look per statement, not per row: results come by COPY in their ten thousands.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION result_final_insert_guard() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM assessments_assessment
        WHERE state = 'final' AND id IN (SELECT assessment_id FROM added)
    ) THEN
        RAISE EXCEPTION 'a finalised assessment gets no further results';
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER result_final_insert_guard AFTER INSERT ON assessments_result
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION result_final_insert_guard();
"""
UNGUARD = """
DROP TRIGGER IF EXISTS result_final_insert_guard ON assessments_result;
DROP FUNCTION IF EXISTS result_final_insert_guard();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNGUARD)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_result_names")]
    operations = [migrations.RunPython(guard, unguard)]
