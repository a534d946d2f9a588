from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_fewer_indexes")]
    operations = [
        migrations.AddIndex(model_name="person", index=models.Index(fields=["pinyin", "id"], name="person_pinyin")),
    ]
