from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tiruan", "0004_shout")]
    operations = [AddIndexConcurrently("note", models.Index(fields=["at"], name="tiruan_note_at"))]
