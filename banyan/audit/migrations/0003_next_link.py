from django.db import migrations

# The next link of the chain in one way to the database: lock, head and hash. A volatile function sees, statement by
# statement, what others have committed: the head is read once the lock is held, never before.
NEXT = """
CREATE FUNCTION audit_next(chain bigint, start text, middle text, ending text,
                           OUT seq bigint, OUT prev_hash varchar, OUT hash varchar) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(chain);
    SELECT last.seq + 1, last.hash INTO seq, prev_hash FROM audit_entry last ORDER BY last.seq DESC LIMIT 1;
    IF NOT FOUND THEN
        seq := 1;
        prev_hash := repeat('0', 64);
    END IF;
    hash := encode(sha256(convert_to(start || prev_hash || middle || seq || ending, 'UTF8')), 'hex');
END $$
"""
GONE = "DROP FUNCTION audit_next(bigint, text, text, text)"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NEXT)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GONE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunPython(make, remove)]
