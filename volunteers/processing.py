"""What volunteering keeps of people (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from integration_office.activities import activity
from volunteers.models import Need, Volunteer


activity(
    _("volunteers and their placements"),
    purpose=_("People who help and people who are helped find each other, and work is honoured."),
    basis="Art. 6 (1) a, b DSGVO; § 72a SGB VIII, § 30a BZRG",
    people=_("volunteers, families that need help"),
    recipients=_("the organisation in which somebody helps"),
    models=(Volunteer, Need),
)
