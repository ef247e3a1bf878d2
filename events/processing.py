"""What events and tests keep of people (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from events.models import Registration, TestRegistration, TestSession
from integration_office.activities import activity


activity(
    _("registrations for events"),
    purpose=_("There is a place for everybody who comes."),
    basis="Art. 6 (1) a DSGVO",
    people=_("people who register"),
    recipients=_("who holds the event"),
    models=(Registration,),
)
activity(
    _("naturalisation tests"),
    purpose=_("The test office holds the test; results it does not learn."),
    basis="Art. 6 (1) e DSGVO; § 4 EinbTestV",
    people=_("people who register for a test, supervisors"),
    recipients=_("BAMF, by the test office"),
    models=(TestRegistration, TestSession),
)
