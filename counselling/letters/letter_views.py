"""Letters as PDF. Who opens one leaves a line in the read log, as with the page it belongs to."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counselling.case_frame import opened_case
from counselling.letters.closing import closing_of
from counselling.letters.closing import closing_sheet as closing_pdf
from counselling.letters.slips import slip
from counselling.referrals.referral_views import opened_referral
from integration_office.codes import Language
from integration_office.permissions import allow, counsels
from offers.paper.paper_views import pdf_response


@require_safe
@allow(counsels)
def referral_slip(request, pk):
    """The slip for the client, in German and the language of the talk; `?lang=deu` only German."""
    referral = opened_referral(request, pk)
    if referral.is_emptied:
        messages.error(request, _("The texts of this referral are erased. It is only a count now."))
        return redirect(referral)
    if referral.offer:
        prefetch_related_objects([referral.offer], "provider", "location", "schedules")
    chosen = request.GET.get("lang", "")
    language = chosen if chosen in Language.values else _language(referral)
    content = slip(referral, language, now=timezone.localtime())
    return pdf_response(content, "termin.pdf" if referral.is_appointment else "verweis.pdf")


def _language(referral):
    case = referral.client_case
    if case is not None and case.language:
        return case.language
    return referral.contact.language if referral.contact else Language.DEU


@require_safe
@allow(counsels)
def closing_sheet(request, pk):
    case = opened_case(request, pk)
    if not case.can_be_reopened:
        messages.error(request, _("The closing sheet is printed once the case is closed."))
        return redirect(case)
    goals = [(goal.readable_text, goal.get_state_display()) for goal in case.goals.all()]
    return pdf_response(closing_pdf(closing_of(case, goals=goals)), "abschlussbogen.pdf")
