"""What the network keeps of people (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from integration_office.activities import activity
from network.models import ContactPerson


activity(
    _("organisations and bodies"),
    purpose=_("The office finds whom to speak to, and the Arbeitskreis works together."),
    basis="Art. 6 (1) e DSGVO; Integrationskonzept",
    people=_("contact persons of organisations"),
    recipients=_("people with an account in the network"),
    models=(ContactPerson,),
)
