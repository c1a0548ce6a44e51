from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publicrequest",
            index=models.Index(
                condition=models.Q(("is_withheld", True)),
                fields=["government", "-position"],
                name="public_withheld_lines",
            ),
        ),
    ]
