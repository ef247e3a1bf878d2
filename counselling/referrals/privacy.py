"""How long referrals are kept: three months after the answer the texts and the link go, a file with
the link. Body, kind and outcome stay as counts. And what of them the client gets in the copy."""

import datetime
from collections.abc import Iterator, Sequence

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.models import Case, Referral, ReferralFile
from counselling.models.referrals import SEALED
from counselling.parts import forgets_with_the_case, tells_in_the_copy
from counselling.people.telling import told
from counselling.referrals.actions import PURPOSE
from counselling.referrals.codes import State
from integration_office import privacy
from integration_office.audit import label_of
from integration_office.lists import text
from integration_office.models import Link, User


KEPT = datetime.timedelta(days=90)


def referrals_to_empty(today: datetime.date) -> models.QuerySet:
    """Those answered or ended three months ago, and all of a case that has no content any more."""
    answered = ~Q(state=State.WAITING) & Q(state_on__lte=today - KEPT)
    of_nobody = Q(case__status=CaseStatus.ANONYMISED) | Q(
        contact__case__status=CaseStatus.ANONYMISED
    )
    return Referral.objects.filter(answered | of_nobody, emptied_on=None)


@forgets_with_the_case
def with_the_case(cases: Sequence[int]) -> None:
    empty(Referral.objects.of_cases(cases))


@tells_in_the_copy(60, Referral, ReferralFile)
def sent_on(cases: models.QuerySet[Case]) -> Iterator[privacy.Holding]:
    """To whom, what they were told and what they answered; not who came along."""
    found = Referral.objects.filter(Q(case__in=cases) | Q(contact__case__in=cases)).with_targets()
    found = found.prefetch_related("files").order_by("made_on", "id")
    rows = [(text(row.made_on), _referral(row)) for row in found]
    yield privacy.Holding(gettext("Referrals"), rows)


def _referral(row: Referral) -> str:
    names = ("kind", "topic", "appointment_on", "appointment_at", "told", "note")
    papers = [told(paper, "title") for paper in row.files.all()]
    return "\n".join([row.target, told(row, *names), *papers, told(row, "state", "answer")])


def empty(referrals: models.QuerySet) -> int:
    keys = list(referrals.values_list("pk", flat=True))
    ReferralFile.objects.filter(referral__in=keys).delete()
    targets = [label_of(referral) for referral in Referral.objects.filter(pk__in=keys).only("pk")]
    Link.objects.filter(purpose=PURPOSE, target__in=targets).delete()
    today = timezone.localdate()
    rows = Referral.objects.filter(pk__in=keys)
    # A case may have ended while somebody was still asked.
    rows.waiting().update(state=State.EXPIRED, state_on=today)
    rows.filter(noticed_on=None).update(noticed_on=today)
    return rows.update(emptied_on=today, **dict.fromkeys(SEALED, ""))


def files_of_ended_links(today: datetime.date) -> models.QuerySet:
    return ReferralFile.objects.of_ended_links(today)


privacy.retention(
    "referrals",
    _("texts of referrals, and their links"),
    Referral,
    _("90 days after the answer, at the latest with the content of the case; the counts stay"),
    referrals_to_empty,
    erase=empty,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "referral_files",
    _("files handed over with a referral"),
    ReferralFile,
    _("with the link, at most 30 days"),
    files_of_ended_links,
    source="Art. 5 (1) e DSGVO",
)


@privacy.holdings
def referrals_of(user: User):
    """What the office knows of somebody who refers: a number."""
    if made := Referral.objects.filter(referred_by=user).count():
        yield privacy.Holding(gettext("Referrals"), [(gettext("referrals made"), str(made))])
