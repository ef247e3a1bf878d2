"""A refusal because there is no place is an unmet need: said once, without a person."""

from django.utils.translation import gettext as _

from counselling.models import Referral
from offers.codes import NeedSource
from offers.coverage import need_actions
from offers.models import UnmetNeed


def report_full(referral: Referral) -> UnmetNeed:
    """The need as reported by whoever made the referral, for the coordination to check; the same
    place refused before for the same topic, and still open, concerns one more."""
    before = UnmetNeed.objects.open().filter(
        refused_referrals__organisation=referral.organisation,
        refused_referrals__offer=referral.offer,
        field_of_action=referral.topic,
    )
    if (need := before.order_by("pk").first()) is not None:
        return need_actions.concerns_more(need, 1, by=referral.referred_by)
    need = UnmetNeed(
        field_of_action=referral.topic,
        organisation=referral.organisation,
        source=NeedSource.CONTACT,
        text=_("No place: “%(target)s” was full when somebody was sent there (%(kind)s).")
        % {"target": referral.target, "kind": referral.get_kind_display()},
    )
    return need_actions.report(need, by=referral.referred_by)
