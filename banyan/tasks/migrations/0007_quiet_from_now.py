from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def count_from_today(apps: Apps, _editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Claims under way from before silence was noted: their days count from today, so nobody is asked at once."""
    claims = apps.get_model("tasks", "Claim").objects.filter(status__in=["claimed", "sent_back"])
    claims.filter(quiet_since=None).update(quiet_since=timezone.now())


class Migration(migrations.Migration):

    dependencies = [("tasks", "0006_patterns")]

    operations = [migrations.RunPython(count_from_today, migrations.RunPython.noop)]
