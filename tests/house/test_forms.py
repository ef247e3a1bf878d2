"""Saving a form: no double row, no overwritten colleague, nothing typed lost."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone, translation

from integration_office.forms import OfficeForm, OfficeModelForm
from integration_office.models import Submission
from integration_office.views import edit
from network.models import Organisation
from tests.factories import make_user
from tests.house.parallel import at_once
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db


class OrganisationForm(OfficeModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "task", "kind"]


def call(user, data=None, form=OrganisationForm, **kwargs):
    """The page as `edit` answers it, without middleware."""
    request = RequestFactory().post("/", data) if data is not None else RequestFactory().get("/")
    request.user = user
    request._messages = CookieStorage(request)
    return edit(request, form, title="Organisation", **kwargs), request


def new(name="Beispielverein", **fields):
    return {"name": name, "kind": "verein", "task": "", "submission": uuid.uuid4()} | fields


def said(request):
    return [str(message) for message in request._messages]


def test_a_new_row_is_saved_and_shown():
    response, request = call(make_user(), new())

    saved = Organisation.objects.get()
    assert (response.status_code, response.url) == (302, saved.get_absolute_url())
    assert said(request) == ["“Beispielverein” has been saved."]


def test_a_second_click_finds_what_the_first_one_made():
    user, data = make_user(), new()
    first, _request = call(user, data)

    second, request = call(user, data)

    assert Organisation.objects.count() == 1
    assert second.url == first.url
    assert said(request) == ["This has been saved already; here it is."]


def test_who_comes_back_to_a_form_that_was_sent_is_asked_and_loses_nothing(monkeypatch):
    user, data = make_user(), new(task="Beratung")
    call(user, data)
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)

    asked, _request = call(user, data | {"name": "Noch einer", "task": "Kurse"})

    html = asked.content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', html).group(1)
    assert (asked.status_code, Organisation.objects.count()) == (422, 1)
    assert "This form has been saved already" in html
    assert "Kurse" in html
    call(user, data | {"name": "Noch einer", "submission": token})
    assert Organisation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_row():
    user, data = make_user(), new()

    responses = at_once(*[lambda: call(user, data)[0]] * 4)

    saved = Organisation.objects.get()
    assert {(r.status_code, r.url) for r in responses} == {(302, saved.get_absolute_url())}


def test_a_click_that_is_overtaken_while_it_is_checked_finds_what_the_other_made():
    user, data = make_user(), new()

    class Overtaken(OrganisationForm):
        def full_clean(self):
            if not Organisation.objects.exists():
                call(user, data)
            super().full_clean()

    response, _request = call(user, data, form=Overtaken)

    assert (response.status_code, Organisation.objects.count()) == (302, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_the_same_at_the_same_moment_make_one_row_and_one_sentence():
    user = make_user()

    responses = at_once(*[lambda: call(user, new())[0] for _ in range(2)])

    assert Organisation.objects.count() == 1
    assert sorted(response.status_code for response in responses) == [302, 422]


def test_the_same_form_opened_twice_makes_two_rows():
    user = make_user()

    call(user, new("Eins"))
    call(user, new("Zwei"))

    assert set(Organisation.objects.values_list("name", flat=True)) == {"Eins", "Zwei"}


def test_a_refused_form_keeps_what_was_typed_and_may_be_sent_again():
    user, data = make_user(), new("", task="Beratung am Vormittag")

    refused, _request = call(user, data)
    assert refused.status_code == 422
    assert "Beratung am Vormittag" in refused.content.decode()

    call(user, data | {"name": "Beispielverein"})
    assert Organisation.objects.get().task == "Beratung am Vormittag"


def test_a_refusal_of_the_action_is_shown_and_the_same_token_is_good_again():
    user, data = make_user(), new()

    def refuse(form):
        form.save()
        raise ValidationError({"name": "Dieser Name ist vergeben."})

    refused, _request = call(user, data, save=refuse)

    assert refused.status_code == 422
    assert "Dieser Name ist vergeben." in refused.content.decode()
    assert (Organisation.objects.count(), Submission.objects.count()) == (0, 0)
    assert call(user, data)[0].status_code == 302


def test_a_refusal_about_a_field_that_is_not_shown_is_said_above_the_form():
    def refuse(form):
        raise ValidationError({"website": "Die Adresse fehlt."})

    refused, _request = call(make_user(), new(), save=refuse)

    assert "Die Adresse fehlt." in refused.content.decode()


def of(organisation, **changes):
    return {
        "name": organisation.name,
        "task": organisation.task,
        "kind": organisation.kind,
        "version": organisation.version,
    } | changes


def test_every_save_counts_the_version():
    organisation = make_organisation()

    call(make_user(), of(organisation, task="Beratung"), instance=organisation)

    organisation.refresh_from_db()
    assert (organisation.version, organisation.task) == (1, "Beratung")


def test_of_two_editors_the_second_sees_both_texts_and_loses_nothing():
    user, organisation = make_user(), make_organisation()
    opened = of(organisation)
    call(user, opened | {"task": "Text der Kollegin"}, instance=organisation)

    mine = opened | {"task": "Mein Text"}
    refused, _request = call(user, mine, instance=organisation)

    html = refused.content.decode()
    organisation.refresh_from_db()
    assert (refused.status_code, organisation.task) == (422, "Text der Kollegin")
    assert "Mein Text" in html
    assert "Saved now: “Text der Kollegin”." in html
    assert "A colleague has saved this page in the meantime." in html

    call(user, mine | {"version": 1}, instance=organisation)
    organisation.refresh_from_db()
    assert (organisation.task, organisation.version) == ("Mein Text", 2)
    assert 'name="version" value="1"' in html


def test_what_only_the_colleague_changed_is_taken_over_and_not_set_back():
    user, organisation = make_user(), make_organisation(kind="verein")
    opened = of(organisation)
    call(user, opened | {"kind": "schule", "task": "Text der Kollegin"}, instance=organisation)

    refused, _request = call(user, opened | {"task": "Mein Text"}, instance=organisation)

    html = refused.content.decode()
    assert '<option value="schule" selected>' in html
    assert "Changed by your colleague alone, and taken over below: Kind." in html
    assert "Saved now: “school”." not in html
    assert "Saved now: “Text der Kollegin”." in html
    assert "Mein Text" in html


def test_what_changed_without_a_new_version_is_shown_and_not_silently_set_back():
    """Nobody can tell whether the second editor's page showed the kind before or after that."""
    user, organisation = make_user(), make_organisation(kind="verein")
    opened = of(organisation)
    Organisation.objects.update(kind="schule")
    organisation.refresh_from_db()
    call(user, of(organisation, task="Text der Kollegin"), instance=organisation)

    refused, _request = call(user, opened, instance=organisation)

    assert "Saved now: “school”." in refused.content.decode()


def test_nothing_is_marked_where_only_the_colleague_has_changed_something():
    user, organisation = make_user(), make_organisation(kind="verein")
    opened = of(organisation)
    call(user, opened | {"kind": "schule"}, instance=organisation)

    refused, _request = call(user, opened, instance=organisation)

    html = refused.content.decode()
    assert "Nothing of yours is lost: please look at it and save again." in html
    assert "Saved now" not in html


def test_a_field_both_changed_is_shown_with_both_texts_also_when_the_second_emptied_it():
    user, organisation = make_user(), make_organisation(task="Anfang")
    opened = of(organisation)
    call(user, opened | {"task": "Text der Kollegin"}, instance=organisation)

    refused, _request = call(user, opened | {"task": ""}, instance=organisation)

    html = refused.content.decode()
    assert "Saved now: “Text der Kollegin”." in html
    assert "taken over" not in html


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_save_at_the_same_moment_do_not_overwrite_each_other():
    user, organisation = make_user(), make_organisation()
    texts = ["Text eins", "Text zwei", "Text drei"]

    def save(text):
        return call(user, of(organisation, task=text), instance=organisation)[0].status_code

    answers = at_once(*[lambda text=text: save(text) for text in texts])

    organisation.refresh_from_db()
    assert sorted(answers) == [302, 422, 422]
    assert (organisation.version, organisation.task in texts) == (1, True)


def test_a_form_without_its_version_overwrites_nothing():
    user, organisation = make_user(), make_organisation(task="Beratung")
    data = of(organisation, task="Leer")
    del data["version"]

    refused, _request = call(user, data, instance=organisation)

    organisation.refresh_from_db()
    assert (refused.status_code, organisation.task) == (422, "Beratung")


def test_a_row_that_was_deleted_meanwhile_is_not_found():
    organisation = make_organisation()
    data = of(organisation)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_organisation WHERE id = %s", [organisation.pk])

    with pytest.raises(Http404):
        call(make_user(), data, instance=organisation)


def test_a_token_that_is_no_token_is_refused_and_makes_nothing():
    refused, _request = call(make_user(), new(submission="irgendwas"))

    assert (refused.status_code, Organisation.objects.count()) == (422, 0)


def test_dates_get_the_browsers_own_picker():
    class DayForm(OfficeModelForm):
        day = forms.DateField()
        at = forms.TimeField()

        class Meta:
            model = Organisation
            fields = ["name"]

    form = DayForm()

    assert 'type="date"' in str(form["day"])
    assert 'type="time"' in str(form["at"])


@pytest.mark.parametrize("typed", ["2,5", "2.5"])
def test_a_decimal_is_taken_with_a_comma_and_with_a_point(typed):
    class HoursForm(OfficeForm):
        hours = forms.DecimalField()

    with translation.override("de"):
        form = HoursForm({"hours": typed})
        form.full_clean()

    assert form.cleaned_data == {"hours": Decimal("2.5")}


def test_no_browser_reads_a_decimal_or_a_web_address_in_its_own_way():
    class PageForm(OfficeForm):
        hours = forms.DecimalField(min_value=0, initial=Decimal("2.5"))
        website = forms.URLField()

    with translation.override("de"):
        form = PageForm()
        hours, website = str(form["hours"]), str(form["website"])
        sent = PageForm({"hours": "2,5", "website": "www.verein.example"})
        sent.full_clean()

    assert 'type="text"' in hours
    assert 'inputmode="decimal"' in hours
    assert 'value="2,5"' in hours
    assert "min=" not in hours
    assert 'type="text"' in website
    assert 'inputmode="url"' in website
    assert sent.cleaned_data == {"hours": Decimal("2.5"), "website": "https://www.verein.example"}
