import datetime

from django.db import migrations


# What holds for the whole country when an office begins with this table; later rules it enters.
FIRST_RULE = {
    "code_list": "kursberechtigung",
    "code": "zulass",
    "valid_from": datetime.date(2026, 2, 9),
    "hint": "Zulassungsstopp: Seit dem 09.02.2026 lässt das BAMF nach § 44 Abs. 4 AufenthG niemanden "
    "mehr zum Integrationskurs zu. Bitte prüfen Sie Anspruch oder Verpflichtung, sonst "
    "Erstorientierung oder offenen Deutschkurs.",
}


def close_admission(apps, schema_editor):
    apps.get_model("counselling", "ChoiceRule").objects.get_or_create(
        code_list=FIRST_RULE["code_list"],
        code=FIRST_RULE["code"],
        valid_from=FIRST_RULE["valid_from"],
        defaults={"hint": FIRST_RULE["hint"]},
    )


class Migration(migrations.Migration):

    dependencies = [
        ('counselling', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(close_admission, migrations.RunPython.noop),
    ]
