from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    # Who was counted in when these were closed is not known any more: their place among all stands.
    apps.get_model("ledger", "Standing").objects.update(counted_place=F("place"))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="standing",
            name="counted_place",
            field=models.PositiveIntegerField(null=True, verbose_name="参加排名者中的名次"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
