from django.db import migrations


def add(apps, schema_editor):
    place = apps.get_model("tiruan", "Place")
    place.objects.using(schema_editor.connection.alias).create(
        code="alun", name="Alun-alun 100%", facts={"a": [1, None]}
    )


def remove(apps, schema_editor):
    place = apps.get_model("tiruan", "Place")
    place.objects.using(schema_editor.connection.alias).filter(code="alun").delete()


class Migration(migrations.Migration):
    dependencies = [("tiruan", "0001_places_and_notes")]
    operations = [migrations.RunPython(add, remove)]
