"""How long the network keeps people, and what it holds on one."""

import datetime

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration_office import privacy
from network.actions import erase_persons
from network.models import ContactPerson


KEPT = datetime.timedelta(days=183)
UNCONFIRMED = relativedelta(months=36)


def former_persons(today):
    """Those who left their function half a year ago."""
    return ContactPerson.objects.filter(valid_until__lt=today - KEPT)


def unconfirmed_persons(today):
    """Those whose facts nobody has looked at for three years, whatever end was entered."""
    return ContactPerson.objects.unconfirmed_since(today - UNCONFIRMED)


privacy.retention(
    "contact_persons",
    _("contact persons of organisations"),
    ContactPerson,
    _("6 months after the end of the function"),
    former_persons,
    erase=erase_persons,
    source="Art. 5 (1) e DSGVO",
)


privacy.retention(
    "unconfirmed_persons",
    _("contact persons nobody has confirmed"),
    ContactPerson,
    _("36 months after the last change or confirmation"),
    unconfirmed_persons,
    erase=erase_persons,
    source="Art. 5 (1) d, e DSGVO",
)


@privacy.holdings
def held(user):
    """Memberships of the account, and entries as a contact person under the same address."""
    for membership in user.memberships.select_related("organisation"):
        until = date_format(membership.until, "SHORT_DATE_FORMAT") if membership.until else ""
        yield privacy.Holding(
            str(_("Membership")),
            [
                (str(_("organisation")), membership.organisation.name),
                (str(_("since")), date_format(membership.since, "SHORT_DATE_FORMAT")),
                (str(_("until")), until),
            ],
        )
    persons = ContactPerson.objects.filter(email__iexact=user.email).exclude(email="")
    for person in persons.select_related("organisation"):
        yield privacy.Holding(
            str(_("Contact person")),
            [
                (str(_("name")), person.name),
                (str(_("function")), person.function),
                (str(_("organisation")), person.organisation.name),
                (str(_("phone")), person.phone),
            ],
        )
