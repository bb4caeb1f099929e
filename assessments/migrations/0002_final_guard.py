"""On PostgreSQL the database itself refuses to change or delete a finalised assessment."""

from django.db import migrations

GUARD = """
CREATE FUNCTION assessment_final_guard() RETURNS trigger AS $$
BEGIN
    IF OLD.state = 'final' THEN
        RAISE EXCEPTION 'a finalised assessment is never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER assessment_final_guard BEFORE UPDATE OR DELETE ON assessments_assessment
    FOR EACH ROW EXECUTE FUNCTION assessment_final_guard();
CREATE FUNCTION result_final_guard() RETURNS trigger AS $$
DECLARE wanted bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN wanted := NEW.assessment_id; ELSE wanted := OLD.assessment_id; END IF;
    IF EXISTS (SELECT 1 FROM assessments_assessment WHERE id = wanted AND state = 'final') THEN
        RAISE EXCEPTION 'results of a finalised assessment are never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER result_final_guard BEFORE UPDATE OR DELETE ON assessments_result
    FOR EACH ROW EXECUTE FUNCTION result_final_guard();
"""
UNGUARD = """
DROP TRIGGER IF EXISTS assessment_final_guard ON assessments_assessment;
DROP TRIGGER IF EXISTS result_final_guard ON assessments_result;
DROP FUNCTION IF EXISTS assessment_final_guard();
DROP FUNCTION IF EXISTS result_final_guard();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNGUARD)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
