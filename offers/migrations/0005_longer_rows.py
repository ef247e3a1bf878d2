"""The words of an offer by which it is found and counted stay in its row: beside it, the database
would fetch them from two further places for each of a thousand hits."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_offer_line")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE offers_offer SET (toast_tuple_target = 4080)",
            "ALTER TABLE offers_offer RESET (toast_tuple_target)",
        )
    ]
