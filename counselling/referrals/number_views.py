"""Where people are sent, and where there is no place: counts of the whole office, nobody's rows."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counselling.referrals import counts
from counselling.referrals.forms import PeriodForm, last_of_month
from integration_office.permissions import allow, counsels


@require_safe
@allow(counsels)
def referral_numbers(request):
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since = said.get("since") or today.replace(month=1, day=1)
    until = said.get("until") or last_of_month(today)
    targets, everybody = counts.targets(since, until)
    return render(
        request,
        "counselling/referrals/numbers.html",
        {
            "title": _("Where people are sent"),
            "form": form,
            "since": since,
            "until": until,
            "targets": targets,
            "everybody": everybody,
            "full": counts.full(since, until),
        },
    )
