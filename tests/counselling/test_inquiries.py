"""What happens to an inquiry, and what is refused: each verb with its sentence."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from integration_office.models import AuditEntry
from tests.counselling.inquiries import make_answered, make_inquiry, moment
from tests.factories import make_user
from tests.house.parallel import at_once
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def office():
    return make_user("coordination")


@pytest.fixture
def today():
    return timezone.localdate()


def refusal(do, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        do(*args, **kwargs)
    return refused.value.messages


def shown(inquiry):
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    return inquiry.status, inquiry.responsible, inquiry.answered_at


def test_what_comes_in_waits_for_somebody_and_leaves_a_line(office):
    inquiry = make_inquiry(by=office)

    assert shown(inquiry) == ("neu", None, None)
    assert inquiry.waits_for_somebody
    entry = AuditEntry.objects.get(target=f"counselling.Inquiry:{inquiry.pk}")
    assert (entry.verb, entry.by, entry.note) == ("inquiry received", office, "")


def test_what_is_received_by_its_answerer_is_in_progress(office):
    inquiry = make_inquiry(responsible=office, by=office)

    assert shown(inquiry) == ("in_bearbeitung", office, None)


def test_what_is_answered_on_the_spot_took_no_time(office):
    inquiry = make_inquiry(on_the_spot=True, by=office, channel="tel", minutes=5)

    assert shown(inquiry) == ("beantwortet", office, inquiry.received_at)
    assert (inquiry.answer_time, inquiry.minutes) == (dt.timedelta(0), 5)


def test_only_who_may_answer_inquiries_is_made_responsible(office):
    stranger = make_user("partner", name="Luca Partner (Demo)")
    sentence = ["Luca Partner (Demo) does not answer inquiries."]

    assert refusal(make_inquiry, responsible=stranger) == sentence
    assert refusal(actions.assign, make_inquiry(), to=stranger, by=office) == sentence
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"received_at": timezone.now() + HOUR},
            "This moment is still to come. When did the question come?",
        ),
        (
            {"received_at": timezone.now() - 800 * DAY},
            "Inquiries can be entered up to two years back.",
        ),
        (
            {"due": timezone.localdate() - 4 * DAY},
            "An answer cannot be due before the question came.",
        ),
        ({"subject": ""}, "Please say in a few words what is asked."),
        ({"minutes": 6001}, "Please enter at most 6,000 minutes."),
        ({"asker": "nachbar"}, "Value 'nachbar' is not a valid choice."),
    ],
)
def test_what_makes_no_sense_is_not_received(fields, sentence):
    assert sentence in refusal(make_inquiry, **fields)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "beantwortet"}, "inquiry_answered_after_it_came"),
        ({"answered_at": timezone.now()}, "inquiry_answered_after_it_came"),
        ({"forwarded_on": dt.date(2026, 3, 2)}, "inquiry_forwarded_somewhere_on_a_day"),
        ({"forwarded_to": None}, "inquiry_forwarded_somewhere_on_a_day"),
        ({"forwarded_on": None}, "inquiry_forwarded_somewhere_on_a_day"),
        ({"responsible": None}, "inquiry_worked_on_by_somebody"),
        ({"status": "wieder_offen"}, "inquiry_reopened_at_some_time"),
        ({"emptied_on": dt.date(2026, 3, 2), "subject": ""}, "inquiry_emptied_when_it_is_over"),
    ],
)
def test_the_database_keeps_who_has_it_and_when_it_was_answered(fields, constraint, office):
    inquiry = make_inquiry(by=office)
    actions.take_over(inquiry, by=office)
    if "forwarded_to" in fields or fields == {"forwarded_on": None}:
        actions.forward(inquiry, to=make_organisation(), on=timezone.localdate(), by=office)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(**fields)


def test_an_answer_may_be_due_on_the_day_the_question_came(today):
    inquiry = make_inquiry(received_at=moment(today - DAY, 23, 59), due=today - DAY)

    assert inquiry.is_overdue
    assert inquiry.state == "new, overdue"
    assert not make_inquiry(due=today).is_overdue


@pytest.mark.parametrize(
    "fields",
    [
        {"due": dt.date(2026, 3, 2)},
        {"status": "in_bearbeitung"},
        {"status": "weitergeleitet"},
        {"status": "beantwortet"},
        {"answered_at": moment(dt.date(2026, 3, 4))},
        {"forwarded_on": dt.date(2026, 3, 4)},
        {"subject": ""},
        {"emptied_on": dt.date(2026, 3, 4), "subject": ""},
        {"minutes": 6001},
        {"reopened_at": moment(dt.date(2026, 3, 2))},
        {"status": "wieder_offen"},
    ],
)
def test_the_database_holds_the_rules_against_everybody(fields):
    inquiry = make_inquiry()
    # It came in the first minute of the third of March, by the clock of the office.
    came = {"received_at": moment(dt.date(2026, 3, 3), 0, 1)}
    Inquiry.objects.filter(pk=inquiry.pk).update(**came)

    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(**fields)


def test_the_first_to_take_over_answers_it(office):
    inquiry, colleague = make_inquiry(), make_user("administration", name="Sascha Amt (Demo)")

    actions.take_over(inquiry, by=colleague)

    assert shown(inquiry) == ("in_bearbeitung", colleague, None)
    assert refusal(actions.take_over, inquiry, by=office) == [
        "Sascha Amt (Demo) has taken this inquiry over already."
    ]
    assert refusal(actions.take_over, inquiry, by=colleague) == [
        "You are responsible for this inquiry already."
    ]


def test_what_somebody_left_behind_is_taken_over_like_new(office):
    gone = make_user("counselling")
    inquiry = make_inquiry(responsible=gone)
    gone.is_active, gone.deactivated_at = False, timezone.now()
    gone.save()

    actions.take_over(inquiry, by=office)

    assert shown(inquiry) == ("in_bearbeitung", office, None)


def test_a_colleague_gets_it_once(office):
    inquiry, colleague = make_inquiry(responsible=office), make_user("volunteer_coordination")

    actions.assign(inquiry, to=colleague, by=office)

    assert shown(inquiry) == ("in_bearbeitung", colleague, None)
    assert AuditEntry.objects.latest("id").note == f"integration_office.User:{colleague.pk}"
    assert refusal(actions.assign, inquiry, to=colleague, by=office) == [
        f"{colleague} is responsible already."
    ]


def test_a_forwarded_inquiry_waits_for_the_answer_of_the_place(office, today):
    inquiry, place = make_inquiry(), make_organisation()

    actions.forward(inquiry, to=place, on=today, minutes=10, by=office)

    assert shown(inquiry) == ("weitergeleitet", office, None)
    inquiry.refresh_from_db()
    assert (inquiry.forwarded_to, inquiry.forwarded_on, inquiry.minutes) == (place, today, 10)
    assert refusal(actions.forward, inquiry, to=place, on=today, by=office) == [
        f"The inquiry is with “{place}” already."
    ]


def test_it_may_go_on_to_another_place(office, today):
    inquiry, second = make_inquiry(), make_organisation()
    actions.forward(inquiry, to=make_organisation(), on=today - DAY, by=office)

    actions.forward(inquiry, to=second, on=today, by=office)

    inquiry.refresh_from_db()
    assert (inquiry.forwarded_to, inquiry.forwarded_on) == (second, today)


@pytest.mark.parametrize(
    ("back", "moment_of"),
    [(0, "now"), (1, "noon"), (3, "receipt")],
)
def test_who_knows_where_to_turn_has_the_answer(office, today, back, moment_of):
    inquiry = make_inquiry(received_at=moment(today - 3 * DAY, 14))
    before = timezone.now().replace(second=0, microsecond=0)

    actions.forward(inquiry, to=make_organisation(), on=today - back * DAY, settled=True, by=office)

    status, responsible, answered_at = shown(inquiry)
    assert (status, responsible) == ("beantwortet", office)
    if moment_of == "now":
        assert before <= answered_at <= timezone.now()
    else:
        known = {"noon": moment(today - DAY, 12), "receipt": inquiry.received_at}
        assert answered_at == known[moment_of]


def test_forwarding_needs_a_place_and_a_day_that_fits(office, today):
    inquiry = make_inquiry()
    place = make_organisation()
    archived = make_organisation(name="Alter Verein", archived_at=timezone.now())

    def forwarded(to=place, on=today):
        return refusal(actions.forward, inquiry, to=to, on=on, by=office)

    assert forwarded(to=None) == ["Please say to whom the inquiry is forwarded."]
    assert forwarded(to=archived) == ["The office does not work with “Alter Verein” any more."]
    assert forwarded(on=today + DAY) == ["This day lies in the future."]
    assert forwarded(on=today - 4 * DAY) == ["It cannot be forwarded before it came."]
    assert shown(inquiry) == ("neu", None, None)


def test_an_answer_ends_it_with_time_text_and_minutes(office):
    inquiry = make_inquiry()
    at = inquiry.received_at + 5 * HOUR

    actions.answer(inquiry, at=at, text="Liste geschickt.", minutes=25, by=office)

    assert shown(inquiry) == ("beantwortet", office, at)
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.minutes, inquiry.answer_time) == (
        "Liste geschickt.",
        25,
        5 * HOUR,
    )
    assert not inquiry.is_open


def test_it_stays_with_who_answered_for_it(office):
    inquiry, responsible = make_inquiry(), make_user("counselling")
    actions.take_over(inquiry, by=responsible)

    actions.answer(inquiry, at=inquiry.received_at, by=office)

    assert shown(inquiry) == ("beantwortet", responsible, inquiry.received_at)


def test_an_answer_has_its_time_and_comes_once(office):
    inquiry = make_inquiry()

    def answered(at):
        return refusal(actions.answer, inquiry, at=at, by=office)

    assert answered(inquiry.received_at - dt.timedelta(minutes=1)) == [
        "The answer cannot be older than the question."
    ]
    assert answered(timezone.now() + dt.timedelta(minutes=2)) == [
        "This moment is still to come. When was it answered?"
    ]
    actions.answer(inquiry, at=inquiry.received_at, by=office)
    again = answered(timezone.now())
    assert again == [f"This inquiry was answered on {inquiry.received_on:%m/%d/%Y}."]
    assert refusal(actions.take_over, inquiry, by=office) == again
    assert refusal(actions.assign, inquiry, to=make_user(), by=office) == again
    assert (
        refusal(
            actions.forward, inquiry, to=make_organisation(), on=timezone.localdate(), by=office
        )
        == again
    )


def test_an_answer_in_the_same_minute_is_not_older_than_its_question(office):
    now = timezone.now()
    inquiry = make_inquiry(received_at=now)

    actions.answer(inquiry, at=now.replace(second=0, microsecond=0), by=office)

    assert Inquiry.objects.get().answer_time == dt.timedelta(0)


def test_an_answer_that_did_not_help_leaves_it_open_again_and_the_time_runs_on(office, today):
    inquiry = make_answered(by=office, after=HOUR)

    actions.reopen(inquiry, by=office)

    assert shown(inquiry) == ("wieder_offen", office, None)
    inquiry.refresh_from_db()
    assert (inquiry.due, inquiry.is_overdue) == (today + 14 * DAY, False)
    assert refusal(actions.reopen, inquiry, by=office) == [
        "Only an answered inquiry can be opened again."
    ]
    assert refusal(actions.answer, inquiry, at=inquiry.received_at + HOUR, by=office) == [
        "The answer cannot be older than the day it was opened again."
    ]
    actions.answer(inquiry, at=timezone.now(), by=office)
    assert Inquiry.objects.get().answer_time > 2 * DAY


def test_a_correction_keeps_the_rules_and_the_answer(office):
    inquiry = make_answered(by=office)
    inquiry.refresh_from_db()
    inquiry.asker, inquiry.subject = "presse", "Zahlen zu Kursen"
    actions.change(inquiry, by=office)

    inquiry.refresh_from_db()
    assert (inquiry.asker, inquiry.subject, inquiry.status) == (
        "presse",
        "Zahlen zu Kursen",
        "beantwortet",
    )
    inquiry.received_at = inquiry.answered_at + HOUR
    assert refusal(actions.change, inquiry, by=office) == [
        "The answer cannot be older than the question."
    ]


def test_an_old_open_inquiry_can_still_be_corrected(office):
    inquiry = make_inquiry()
    Inquiry.objects.filter(pk=inquiry.pk).update(received_at=timezone.now() - 900 * DAY)
    inquiry.refresh_from_db()
    inquiry.field_of_action = "WOH"

    actions.change(inquiry, by=office)

    assert Inquiry.objects.get().field_of_action == "WOH"


def test_a_double_is_taken_away_once_and_its_line_stays(office):
    inquiry = make_inquiry()

    actions.delete(inquiry, by=office)

    assert not Inquiry.objects.exists()
    assert AuditEntry.objects.latest("id").verb == "deleted"
    inquiry.pk = 12
    assert refusal(actions.delete, inquiry, by=office) == ["This inquiry has been deleted already."]


def test_no_word_of_question_answer_and_sender_stands_in_the_database(office):
    inquiry = make_inquiry(text="Frage von Mira", contact="mira@demo.example")
    actions.answer(inquiry, at=timezone.now(), text="Antwort an Mira", by=office)

    assert [getattr(Inquiry.objects.get(), name) for name in ("text", "contact", "answer")] == [
        "Frage von Mira",
        "mira@demo.example",
        "Antwort an Mira",
    ]
    with connection.cursor() as cursor:
        for table in ("counselling_inquiry", "counselling_inquiryevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            rows = cursor.fetchone()[0].casefold()
            # Bytes are shown in hexadecimal digits, of which the name has none but one.
            assert "mira" not in rows
            assert b"Mira".hex() not in rows
            assert b"mira@".hex() not in rows


def test_the_history_knows_the_steps_and_no_subject(office):
    inquiry = make_inquiry(subject="Anfrage von Ada")
    actions.take_over(inquiry, by=office)

    events = inquiry.events.order_by("pgh_id")
    assert [(event.pgh_label, event.status) for event in events] == [
        ("insert", "neu"),
        ("update", "in_bearbeitung"),
    ]
    assert not hasattr(events[0], "subject")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_take_it_over_at_once_and_one_has_it():
    inquiry, colleagues = make_inquiry(), [make_user(), make_user()]

    answers = at_once(
        *[lambda by=by: actions.take_over(inquiry, by=by).responsible.name for by in colleagues]
    )

    holder = Inquiry.objects.get().responsible.name
    assert sorted(answers) == sorted([holder, f"{holder} has taken this inquiry over already."])


@pytest.mark.django_db(transaction=True)
def test_it_is_answered_once_by_two_at_the_same_moment():
    inquiry, by = make_inquiry(), make_user()

    answers = at_once(*[lambda: actions.answer(inquiry, at=inquiry.received_at, by=by).status] * 2)

    assert sorted(answers) == [
        f"This inquiry was answered on {inquiry.received_on:%m/%d/%Y}.",
        "beantwortet",
    ]
    assert AuditEntry.objects.filter(verb="inquiry answered").count() == 1
