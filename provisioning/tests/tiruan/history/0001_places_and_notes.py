import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("mood", models.CharField(null=True, max_length=10)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="tiruan.place"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION tiruan_trim() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.text := btrim(NEW.text); RETURN NEW; END $$;
            CREATE TRIGGER tiruan_trim BEFORE INSERT OR UPDATE ON tiruan_note
            FOR EACH ROW EXECUTE FUNCTION tiruan_trim()
            """,
            "DROP TRIGGER tiruan_trim ON tiruan_note; DROP FUNCTION tiruan_trim()",
        ),
    ]
