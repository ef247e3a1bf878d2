"""Education and work of a client: shown with the recognitions, changed on a page of its own."""

from django.urls import reverse
from django.utils.translation import gettext as _

from counselling.case_frame import closed_page, frame, opened_case
from counselling.models import WorkProfile
from counselling.people.telling import facts
from counselling.recognition import actions
from counselling.recognition.forms import WorkForm
from integration_office.permissions import allow, counsels
from integration_office.views import edit


PAGE = "counselling:recognition"


def profile_of(case, user):
    return WorkProfile.objects.visible_to(user).filter(case=case).first()


def said_of(case, user):
    """(word, value) of what is known."""
    profile = profile_of(case, user)
    return facts(profile, *WorkProfile.FACTS) if profile else []


@allow(counsels)
def work_edit(request, pk):
    case = opened_case(request, pk)
    if request.method == "GET" and not case.is_open:  # what is typed already is not thrown away
        return closed_page(request, case, PAGE)
    return edit(
        request,
        WorkForm,
        instance=profile_of(case, request.user) or WorkProfile(case=case),
        title=_("Education and work"),
        save=lambda form: actions.save_work(form.instance, by=request.user),
        success=_("Education and work have been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE)
        | {
            "back": reverse(PAGE, args=[pk]),
            "lead": _(
                "Only what matters for the way into a course or work. Nothing of this is needed."
            ),
        },
    )
