from typing import Any

from django.db import migrations, models


class AlterOnPostgres(migrations.AlterField):
    """SQLite would copy the whole record and lose the triggers that keep it append-only: there the index stays."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, *states)


class Migration(migrations.Migration):
    """Nobody looks a row up by its hash; the number of a row is what keeps the chain from forking."""

    dependencies = [('audit', '0003_next_link')]

    operations = [
        AlterOnPostgres(model_name="entry", name="hash", field=models.CharField(max_length=64)),
    ]
