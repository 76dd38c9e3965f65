from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("provisioning", "0004_backups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="backup",
            name="kind",
            field=models.CharField(
                choices=[
                    ("scheduled", "Terjadwal"),
                    ("manual", "Diminta"),
                    ("export", "Ekspor"),
                    ("taken_in", "Dibawa dari berkas"),
                    ("before", "Sebelum pemulihan"),
                ],
                max_length=10,
            ),
        ),
    ]
