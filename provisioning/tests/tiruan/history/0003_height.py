from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tiruan", "0002_first_place")]
    operations = [migrations.AddField("place", "height", models.IntegerField(null=True))]
