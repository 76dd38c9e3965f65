from django.db import migrations
from django.db.models.functions import Upper


def shout(apps, schema_editor):
    place = apps.get_model("tiruan", "Place")
    place.objects.using(schema_editor.connection.alias).update(name=Upper("name"))


class Migration(migrations.Migration):
    dependencies = [("tiruan", "0003_height")]
    operations = [migrations.RunPython(shout, migrations.RunPython.noop)]
