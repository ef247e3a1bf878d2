"""The pages of inquiries: noting one quickly, the list and its answer times, each step."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from tests.counselling.inquiries import inquiry_post, make_answered, make_inquiry, moment
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
LIST, CREATE = "/counselling/inquiries/", "/counselling/inquiries/create/"
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def office():
    return make_user("administration")


@pytest.fixture
def browser(client_of, office):
    return client_of(office)


@pytest.fixture
def today():
    return timezone.localdate()


def address(verb, inquiry):
    return reverse(f"counselling:inquiry_{verb}", args=[inquiry.pk])


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_four_things_are_enough(browser):
    response = browser.post(CREATE, inquiry_post(), follow=True)

    inquiry = Inquiry.objects.get()
    assert response.redirect_chain == [(inquiry.get_absolute_url(), 302)]
    assert said(response) == ["The inquiry is noted."]
    assert (inquiry.subject, inquiry.asker, inquiry.channel, inquiry.field_of_action) == (
        "Sprachkurs für Eltern",
        "schule",
        "tel",
        "SPR",
    )
    assert (inquiry.status, inquiry.responsible, inquiry.due) == ("neu", None, None)


def test_the_form_begins_with_oneself_today_and_two_weeks(browser, office, today):
    form = browser.get(CREATE).context["form"]

    assert form["responsible"].value() == office.pk
    assert form["due"].value() == today + 14 * DAY
    assert form["received_at"].value().date() == today
    assert form["channel"].value() == "mail"
    assert not form.more_open


def test_what_was_answered_in_the_talk_is_one_click(browser, office):
    browser.post(CREATE, inquiry_post(on_the_spot="1", minutes="10"))

    inquiry = Inquiry.objects.get()
    assert (inquiry.status, inquiry.responsible) == ("beantwortet", office)
    assert (inquiry.answer_time, inquiry.minutes) == (dt.timedelta(0), 10)


def test_everything_said_is_kept(browser, office, today):
    place = make_organisation()

    browser.post(
        CREATE,
        inquiry_post(
            text="Gibt es Plätze?",
            contact="sekretariat@demo.example",
            organisation=place.pk,
            responsible=office.pk,
            due=(today + DAY).isoformat(),
            received_at=f"{today - DAY}T08:15",
        ),
    )

    inquiry = Inquiry.objects.get()
    assert (inquiry.text, inquiry.contact) == ("Gibt es Plätze?", "sekretariat@demo.example")
    assert (inquiry.organisation, inquiry.responsible) == (place, office)
    assert (inquiry.due, inquiry.received_at) == (today + DAY, moment(today - DAY, 8, 15))
    assert inquiry.status == "in_bearbeitung"


def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(browser, today):
    archived = make_organisation(archived_at=timezone.now())
    response = browser.post(
        CREATE,
        inquiry_post(
            subject=" ",
            asker="",
            field_of_action="XXX",
            channel="begl",
            organisation=archived.pk,
            due=(today - 2 * DAY).isoformat(),
            received_at=f"{today + DAY}T10:00",
            minutes="-5",
            text="Lange getippt",
        ),
    )

    choice = "This choice does not exist. Please choose one of the list."
    assert response.status_code == 422
    assert errors(response) == {
        "subject": ["This field is required."],
        "asker": ["Please choose one."],
        "channel": [choice],
        "field_of_action": [choice],
        "organisation": [choice],
        "received_at": ["This moment is still to come. When did the question come?"],
        "due": ["An answer cannot be due before the question came."],
        "minutes": ["Please enter a number between 0 and 6000."],
    }
    assert response.context["form"].more_open
    assert "Lange getippt" in response.content.decode()
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("received_at", ["gestern", "2026-02-30T10:00", ""])
def test_a_moment_that_does_not_exist_is_refused(browser, received_at):
    response = browser.post(CREATE, inquiry_post(received_at=received_at))

    assert list(errors(response)) == ["received_at"]


def test_a_colleague_without_the_right_cannot_be_chosen(browser):
    response = browser.post(CREATE, inquiry_post(responsible=make_user("partner").pk))

    assert list(errors(response)) == ["responsible"]


def test_the_second_click_finds_what_the_first_one_made(browser):
    sent = inquiry_post(submission=str(uuid.uuid4()))

    first, second = browser.post(CREATE, sent), browser.post(CREATE, sent)

    assert Inquiry.objects.count() == 1
    assert first.url == second.url


def test_the_page_shows_the_question_and_where_an_answer_may_be(browser):
    inquiry = make_inquiry(text="Gibt es <b>Plätze</b>?", contact="x@demo.example")

    html = browser.get(inquiry.get_absolute_url()).content.decode()

    assert "Gibt es &lt;b&gt;Plätze&lt;/b&gt;?" in html
    assert "x@demo.example" in html
    assert 'href="/offers/?field=SPR"' in html
    assert 'href="/offers/needs/create/?field=SPR"' in html
    assert "<title>Inquiry –" in " ".join(html.split())


def test_the_catalogue_and_the_report_of_a_need_take_the_topic_over(browser):
    assert browser.get("/offers/?field=SPR").status_code == 200

    form = browser.get("/offers/needs/create/?field=SPR").context["form"]

    assert form["field_of_action"].value() == "SPR"


def test_only_what_goes_from_here_is_offered(browser, office):
    verbs = ("take_over", "answer", "forward", "assign", "reopen", "edit", "delete")

    def offered(inquiry):
        html = browser.get(inquiry.get_absolute_url()).content.decode()
        return {verb for verb in verbs if address(verb, inquiry) in html}

    new, mine, done = make_inquiry(), make_inquiry(responsible=office), make_answered()
    gone = make_answered()
    Inquiry.objects.filter(pk=gone.pk).update(
        emptied_on=timezone.localdate(), subject="", text="", contact="", answer=""
    )
    assert offered(new) == {*verbs} - {"reopen"}
    assert offered(mine) == {*verbs} - {"reopen", "take_over"}
    assert offered(done) == {"reopen", "edit", "delete"}
    assert offered(gone) == set()


def test_the_steps_are_told_with_who_did_them(browser, client_of):
    inquiry, colleague = make_inquiry(), make_user("counselling")
    client_of(colleague).post(address("take_over", inquiry))

    steps = browser.get(inquiry.get_absolute_url()).context["steps"]

    assert [(by, verb) for _at, by, verb in steps][0] == (colleague, "taken over")
    assert [verb for _at, _by, verb in steps] == ["taken over", "received"]


def test_taking_over_is_one_click_and_says_who_was_quicker(browser, client_of, office):
    inquiry = make_inquiry()

    first = browser.post(address("take_over", inquiry), follow=True)
    second = client_of(make_user("coordination")).post(address("take_over", inquiry), follow=True)

    assert said(first) == ["You answer this inquiry now."]
    assert said(second) == [f"{office} has taken this inquiry over already."]
    assert Inquiry.objects.get().responsible == office


def test_a_colleague_is_chosen_from_those_who_may(browser, office):
    inquiry = make_inquiry(responsible=office, by=office)
    others = [make_user("coordination"), make_user("volunteer_coordination")]
    make_user("partner")
    make_user("counselling", is_active=False, deactivated_at=timezone.now())

    form = browser.get(address("assign", inquiry)).context["form"]
    browser.post(address("assign", inquiry), {"to": others[0].pk, "version": inquiry.version})

    assert set(form.fields["to"].queryset) == set(others)
    assert Inquiry.objects.get().responsible == others[0]


def test_forwarding_without_a_place_is_refused_with_a_sentence(browser, today):
    inquiry = make_inquiry()
    sent = {"on": today.isoformat(), "version": inquiry.version}

    refused = browser.post(address("forward", inquiry), sent)
    early = browser.post(
        address("forward", inquiry),
        sent | {"to": make_organisation().pk, "on": (today - 9 * DAY).isoformat()},
    )

    assert errors(refused) == {"to": ["Please say to whom the inquiry is forwarded."]}
    assert errors(early) == {"on": ["It cannot be forwarded before it came."]}


def test_an_answer_is_noted_with_its_minutes(browser, office, today):
    inquiry = make_inquiry()

    response = browser.post(
        address("answer", inquiry),
        {
            "answer": "Liste geschickt.",
            "minutes": "20",
            "at": f"{today}T00:00",
            "version": inquiry.version,
        },
        follow=True,
    )

    inquiry.refresh_from_db()
    assert said(response) == ["The inquiry is answered."]
    assert (inquiry.answer, inquiry.minutes, inquiry.status) == (
        "Liste geschickt.",
        20,
        "beantwortet",
    )
    assert inquiry.answered_at == moment(today, 0)
    assert "Liste geschickt." in response.content.decode()


def test_an_answer_older_than_the_question_stays_in_the_form(browser, today):
    inquiry = make_inquiry()

    response = browser.post(
        address("answer", inquiry),
        {"answer": "Getippt", "at": f"{today - 9 * DAY}T10:00", "version": inquiry.version},
    )

    assert errors(response) == {"at": ["The answer cannot be older than the question."]}
    assert "Getippt" in response.content.decode()


def test_an_answer_from_before_it_was_opened_again_is_refused_at_its_field(browser, today):
    inquiry = make_answered()
    browser.post(address("reopen", inquiry))
    inquiry.refresh_from_db()

    response = browser.post(
        address("answer", inquiry),
        {"answer": "Getippt", "at": f"{today - DAY}T10:00", "version": inquiry.version},
    )

    assert errors(response) == {
        "at": ["The answer cannot be older than the day it was opened again."]
    }


def test_who_answers_what_a_colleague_has_just_answered_reads_so(browser):
    inquiry = make_inquiry()
    sent = {"answer": "Auch ich", "at": "2026-01-01T10:00", "version": inquiry.version}
    actions.answer(inquiry, at=inquiry.received_at, text="Ich zuerst", by=make_user())

    response = browser.post(address("answer", inquiry), sent)

    assert response.status_code == 422
    assert "A colleague has saved this page in the meantime." in str(errors(response))
    assert Inquiry.objects.get().answer == "Ich zuerst"


def test_two_corrections_at_once_lose_nothing(browser):
    inquiry = make_inquiry(text="alt")
    opened = inquiry_post(text="meines", version=inquiry.version)
    inquiry.text = "ihres"
    actions.change(inquiry, by=make_user())

    response = browser.post(address("edit", inquiry), opened)
    html = response.content.decode()
    again = browser.post(
        address("edit", inquiry), opened | {"version": response.context["form"]["version"].value()}
    )

    assert response.status_code == 422
    assert "Saved now: “ihres”." in html
    assert "meines" in html
    assert again.status_code == 302
    assert Inquiry.objects.get().text == "meines"


def test_a_correction_shows_also_what_was_answered(browser):
    waiting, done = make_inquiry(), make_answered()

    assert "answer" not in browser.get(address("edit", waiting)).context["form"].fields
    form = browser.get(address("edit", done)).context["form"]
    assert "answer" in form.fields
    assert "responsible" not in form.fields


def test_an_archived_asker_and_a_rare_way_stay_when_something_else_is_corrected(browser):
    place = make_organisation()
    inquiry = make_inquiry(organisation=place, channel="begl")
    place.archived_at = timezone.now()
    place.save()

    browser.post(
        address("edit", inquiry),
        inquiry_post(organisation=place.pk, channel="begl", version=inquiry.version),
    )

    inquiry.refresh_from_db()
    assert (inquiry.organisation, inquiry.channel) == (place, "begl")
    assert inquiry.subject == "Sprachkurs für Eltern"


def test_what_is_only_a_count_cannot_be_corrected(browser):
    inquiry = make_answered()
    Inquiry.objects.filter(pk=inquiry.pk).update(
        emptied_on=timezone.localdate(), subject="", text="", contact="", answer=""
    )
    inquiry.refresh_from_db()

    response = browser.post(address("edit", inquiry), inquiry_post(version=inquiry.version))

    assert errors(response) == {
        "__all__": ["This inquiry is only a count by now. It cannot be changed."]
    }
    for verb in ("reopen", "delete"):
        refused = browser.post(address(verb, inquiry), follow=True)
        assert said(refused) == ["This inquiry is only a count by now. It cannot be changed."]


def test_opening_again_and_deleting_ask_first(browser):
    reopened, deleted = make_answered(), make_inquiry()

    browser.get(address("reopen", reopened))
    browser.get(address("delete", deleted))
    assert Inquiry.objects.get(pk=reopened.pk).is_answered

    browser.post(address("reopen", reopened))
    response = browser.post(address("delete", deleted), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert [inquiry.status for inquiry in Inquiry.objects.all()] == ["wieder_offen"]


def test_the_pages_stay_out_of_every_cache(browser):
    inquiry = make_inquiry()

    for path in (LIST, CREATE, inquiry.get_absolute_url()):
        assert browser.get(path)["Cache-Control"] == "no-store, private"
