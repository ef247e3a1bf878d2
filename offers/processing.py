"""What the catalogue keeps of people (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from integration_office.activities import activity
from offers.models import Inquiry, Offer, ProposedChange, UnmetNeed


activity(
    _("catalogue of offers"),
    purpose=_("People find the offer that helps them, and its facts are true."),
    basis="Art. 6 (1) e DSGVO; Kontaktdaten mit Einwilligung",
    people=_("contact persons of offers"),
    recipients=_("everybody with an account; public facts as open data"),
    models=(Offer, ProposedChange, Inquiry),
)
activity(
    _("unmet needs"),
    purpose=_("What is missing in the town is counted and put before the Arbeitskreis."),
    basis="Art. 6 (1) e DSGVO",
    people=_("nobody by name; a text may tell of somebody by mistake"),
    recipients=_("the Arbeitskreis, as numbers"),
    models=(UnmetNeed,),
)
