"""Give every identity that is there already the mark of its e-mail address, by which an account finds its cases."""

from django.db import migrations

from lutra.directory.sealing import email_mark, unseal

CHUNK = 500


def mark(apps, schema_editor):
    identities = apps.get_model("directory", "Identity").objects.order_by("pk")
    last = 0
    while chunk := list(identities.filter(pk__gt=last).select_related("applicant")[:CHUNK]):
        for identity in chunk:
            if identity.sealed:
                address = unseal(bytes(identity.sealed)).get("email", "")
                identity.email_mark = email_mark(identity.applicant.government_id, address)
        identities.model.objects.bulk_update(chunk, ["email_mark"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_applicants_accounts")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
