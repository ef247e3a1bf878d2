"""Giving a consent and taking it back; what a withdrawal sets going stands in erasing.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import Case, Consent, ConsentText, Purpose
from counselling.parts import closed_sentence
from integration_office.audit import record
from integration_office.models import User


@transaction.atomic
def give(consent: Consent, *, by: User) -> Consent:
    """Keep that a client has agreed, in which words and for how long."""
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    _refuse(case, consent)
    if not consent.signed_by and case.person is not None:
        consent.signed_by = case.person.full_name
    consent.validate_constraints()
    consent.save()
    record("consent given", consent, by=by, note=consent.purpose)
    return consent


def _refuse(case: Case, consent: Consent) -> None:
    if not case.is_open:
        raise ValidationError(closed_sentence())
    if consent.text is None:
        _refuse_words_of_its_own(consent)
    elif consent.text.purpose != consent.purpose:
        raise ValidationError(_("This text belongs to another purpose. Please choose again."))
    if consent.given_on > timezone.localdate():
        raise ValidationError(
            {"given_on": _("This day lies in the future. Please enter when it was signed.")}
        )
    if consent.is_for_file and case.person is None:
        raise ValidationError(
            {
                "purpose": _(
                    "A consent to keep a file is given together with the name of the person."
                )
            }
        )
    if consent.signed_by and case.person is None:
        raise ValidationError(
            {"signed_by": _("The case has no name, so none is kept here either.")}
        )


def _refuse_words_of_its_own(consent: Consent) -> None:
    """Only a paper from before the office kept its texts here. What it allows is written down, as
    no text of ours says it."""
    ours = ConsentText.objects.filter(purpose=consent.purpose, valid_from__lte=consent.given_on)
    if ours.exists():
        raise ValidationError(
            {
                "given_on": _(
                    "On this day the office had its own text. Only an older paper has words of its "
                    "own."
                )
            }
        )
    if consent.purpose == Purpose.DISCLOSURE and not consent.about:
        raise ValidationError({"about": _("Please write down what the paper allows to tell.")})
