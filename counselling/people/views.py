"""The name of a case: looked for, entered with a consent, shown on request, copied for the person.

A name never stands in an address and is never carried from page to page but in the form that is
sent; whoever sees one leaves a line in the read log first.
"""

from functools import partial

from django.core.exceptions import SuspiciousOperation
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from counselling.case_frame import (
    case_of,
    closed_page,
    frame,
    opened_case,
    record_opening,
    show_name_once,
)
from counselling.models import Case, Consent, ConsentText, Person, Purpose
from counselling.people import actions
from counselling.people.forms import (
    NamingForm,
    PersonForm,
    SamePersonForm,
    SearchForm,
    split_name,
)
from counselling.people.searching import hints, other_cases
from counselling.people.spelling import parts
from counselling.people.telling import facts_of
from integration_office import drafting
from integration_office.audit import record
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit


def _to_person(case):
    return reverse("counselling:case_person", args=[case.pk])


def _file_texts():
    return ConsentText.objects.filter(purpose=Purpose.FILE)


def _cannot_be_named(request, case):
    """The way back where no name can be entered, with the reason."""
    if case.person_id is not None:
        return redirect(_to_person(case))
    return closed_page(request, case, "counselling:case_detail")


@allow(counsels)
def case_name(request, pk):
    """Search before create: type the name, look at the hints, then say who it is."""
    if drafting.is_automatic(request):
        raise SuspiciousOperation  # nothing of a search is kept, and it would leave no line
    case = opened_case(request, pk)
    if back := _cannot_be_named(request, case):
        return back
    form = SearchForm(request.POST if request.method == "POST" else None)
    context = {"title": _("Name for this case"), "case": case, "form": form}
    if form.is_valid():
        context |= _looked_for(request, case, form.cleaned_data)
    status = 422 if form.errors else 200
    return render(
        request, "counselling/people/search.html", {"naming": None} | context, status=status
    )


def _looked_for(request, case, typed):
    year = str(typed["year"] or "")
    record("name searched", case, by=request.user)
    found = hints(typed["name"], year, user=request.user, case=case)
    for hint in found:
        if hint.is_mine:
            record_opening(hint.case, request.user, "name")
    person = Person(**split_name(typed["name"]), birth=year)
    naming = NamingForm(
        instance=person, texts=_file_texts(), language=case.language, auto_id="id_new_%s"
    )
    is_vague = len(parts(typed["name"])) < 2 and not year
    return {"hints": found, "naming": naming, "is_vague": is_vague}


@allow(counsels)
def case_person_create(request, pk):
    """Only sent from the page that has looked for doubles."""
    case = opened_case(request, pk)
    if request.method != "POST":
        return _cannot_be_named(request, case) or redirect("counselling:case_name", pk=case.pk)
    return edit(
        request,
        NamingForm,
        instance=Person(),
        texts=_file_texts(),
        language=case.language,
        title=_("Name for this case"),
        save=lambda form: actions.name_person(
            case, form.instance, form.given_consent, by=request.user
        ),
        then=_to_person(case),
        success=_("The name is kept, sealed, together with the consent."),
        template="counselling/people/name_form.html",
        context={"case": case, "lead": ""},
    )


@allow(counsels)
def case_same_person(request, pk, person_pk):
    """The person of another case one sees is the one of this case too."""
    case = opened_case(request, pk)
    if back := _cannot_be_named(request, case):
        return back
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_pk)
    known = Case.objects.visible_to(request.user).filter(person=person).newest_first().first()
    return edit(
        request,
        SamePersonForm,
        instance=person,
        texts=_file_texts(),
        language=case.language or known.language,
        title=_("The same person"),
        save=lambda form: actions.name_person(
            case, form.instance, form.given_consent, by=request.user
        ),
        then=_to_person(case),
        success=_("Both cases are of the same person now and count as one."),
        template="counselling/people/same_form.html",
        context={
            "case": case,
            "lead": _("%(case)s is of the person of %(known)s.")
            % {"case": case.masked, "known": known.masked},
        },
    )


@require_safe
@allow(counsels)
def case_person(request, pk):
    """Who it is and how the person is reached; opening it is recorded as seeing the name."""
    case = opened_case(request, pk, purpose="name")
    person = _person_of(request, case)
    return render(
        request,
        "counselling/people/person.html",
        frame(case, "counselling:case_person")
        | {
            "person": person,
            "facts": facts_of(person) if person else [],
            "lacks_messenger_consent": _lacks_messenger_consent(request, person),
            "others": other_cases(case, request.user),
        },
    )


def _lacks_messenger_consent(request, person):
    """Whoever wants to be written to by messenger has to agree to it (Art. 7 DSGVO)."""
    if person is None or not person.prefers_messenger:
        return False
    given = Consent.objects.visible_to(request.user).in_force()
    return not given.filter(case__person=person, purpose=Purpose.MESSENGER).exists()


def _person_of(request, case):
    return Person.objects.visible_to(request.user).filter(pk=case.person_id).first()


@allow(counsels)
def case_person_separate(request, pk):
    """For two cases that were taken for those of one person."""
    case = opened_case(request, pk, purpose="name")
    return ask(
        request,
        title=_("Another person?"),
        question=_(
            "This case gets a person of its own, with the same names and nothing else. What was "
            "known of the person stays with the other cases; from now on they count as two."
        ),
        label=_("Yes, it is another person"),
        do=partial(actions.separate_person, case, by=request.user),
        then=_to_person(case),
        success=_("The case has a person of its own now. Please check what is known."),
    )


@allow(counsels)
def case_person_edit(request, pk):
    case = opened_case(request, pk, purpose="name")
    if closed := closed_page(request, case, "counselling:case_person"):
        return closed
    return edit(
        request,
        PersonForm,
        instance=get_object_or_404(Person.objects.visible_to(request.user), pk=case.person_id),
        title=_("Change what is known of the person"),
        save=lambda form: actions.change_person(form.instance, case, by=request.user),
        then=_to_person(case),
        success=_("Saved."),
        template="counselling/people/person_form.html",
        context={"case": case, "lead": ""},
    )


@allow(counsels)
@require_POST
def case_name_show(request, pk):
    """A request of its own, so that no name is seen by the way; the page it came from shows it."""
    case = case_of(request, pk)
    page, own = request.POST.get("next", ""), case.get_absolute_url()
    if case.person_id is not None:
        show_name_once(request, case)
    return redirect(page if page.startswith(own) else own)
