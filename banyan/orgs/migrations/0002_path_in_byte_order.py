"""On PostgreSQL the path sorts in byte order, so that a subtree is an index range whatever the locale."""

from django.db import migrations

COLUMN = 'ALTER TABLE orgs_organisation ALTER COLUMN path TYPE varchar(120) COLLATE "C"'


def sort_by_bytes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COLUMN)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [migrations.RunPython(sort_by_bytes, migrations.RunPython.noop)]
