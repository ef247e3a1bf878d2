"""Taking a consent back: what rests on it stops at once, and without the consent to keep a file the
file is restricted and goes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.consents import erasing
from counselling.models import Case, Consent, ErasureReason, Purpose
from counselling.referrals.actions import stop_transfers
from integration_office.audit import record
from integration_office.models import User


@transaction.atomic
def withdraw(consent: Consent, *, by: User) -> Consent:
    """The client has taken `consent` back; running transfers that rely on it stop with it."""
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.is_withdrawn:
        raise ValidationError(_("This consent has been withdrawn already."))
    _end(consent, by=by)
    stop_transfers(case, by=by)
    if consent.is_for_file:
        erasing.begin(case, ErasureReason.WITHDRAWN, by=by)
    return consent


def _end(consent: Consent, *, by: User) -> None:
    consent.withdrawn_on = timezone.localdate()
    if consent.purpose == Purpose.ART_9:
        consent.about = ""  # what was written down by this consent alone
    consent.save()
    record("consent withdrawn", consent, by=by, note=consent.purpose)
