"""What the ground floor itself does with data of people (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from integration_office.activities import activity
from integration_office.drafts import Draft
from integration_office.models import (
    AuditEntry,
    Link,
    OutgoingMail,
    ReadEntry,
    Submission,
    User,
)


COLLEAGUES = _("people with an account: staff, partner organisations, volunteers")
NOBODY = _("nobody")

activity(
    _("accounts and logins"),
    purpose=_("Everybody sees and changes only what belongs to the own task."),
    basis="Art. 6 (1) e, Art. 32 DSGVO",
    people=COLLEAGUES,
    recipients=NOBODY,
    models=(User, Submission, Draft),
)
activity(
    _("logs of reading and changing"),
    purpose=_("It can be proved who has read or changed what, and misuse is found."),
    basis="Art. 5 (2), Art. 32 DSGVO; § 203 StGB",
    people=COLLEAGUES,
    recipients=_("data protection of the town"),
    models=(AuditEntry, ReadEntry),
)
activity(
    _("mails and links"),
    purpose=_("Providers and other bodies answer by a link, without an account."),
    basis="Art. 6 (1) e DSGVO",
    people=_("people who are written to"),
    recipients=_("the mail server of the town"),
    models=(OutgoingMail, Link),
)
