"""Somebody who stands in for a whole desk sees the cases that come to it meanwhile, as long as they
lie there and the stand-in lasts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from counselling import actions as case_actions
from counselling.casework.desk import actions
from counselling.consents import erasing
from counselling.models import Case, CaseDeputy, DeskDeputy
from tests.counselling.casework import told
from tests.counselling.factories import make_case, make_deputy
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DESK = "/counselling/desk/"


@pytest.fixture
def robin(db):
    return make_user("counselling")


@pytest.fixture
def first(counsellor, robin, today):
    """The case that lay on the desk when Robin began to stand in, for nine days."""
    case = make_case(responsible=counsellor)
    actions.stand_in_for_desk(
        counsellor, to=robin, since=today, until=today + 9 * DAY, by=counsellor
    )
    return case


def seen_by(user):
    return set(Case.objects.visible_to(user))


def test_a_case_opened_meanwhile_is_seen_and_says_why(
    client, client_of, counsellor, robin, first, today
):
    client.post(reverse("counselling:case_create"), {"opened_on": today.isoformat()})

    (new,) = Case.objects.exclude(pk=first.pk)
    assert seen_by(robin) == {first, new}
    pages = [client_of(robin).get(DESK), client_of(robin).get(new.get_absolute_url())]
    assert all("with the whole desk" in answer.content.decode() for answer in pages)
    assert len(told(robin, today)) == 2


def test_a_case_handed_over_to_the_desk_is_seen_and_told(
    client_of, counsellor, robin, first, today
):
    anna = make_user("counselling")
    given, rest = make_case(responsible=anna), make_case(responsible=anna)
    hand_over = reverse("counselling:case_hand_over", args=[given.pk])

    client_of(anna).post(hand_over, {"version": given.version, "to": counsellor.pk})
    actions.hand_over_desk(anna, to=counsellor, by=anna)

    assert seen_by(robin) == {first, given, rest}
    assert len(told(robin, today)) == 3
    assert seen_by(anna) == set()


def test_a_case_opened_again_or_free_again_is_seen(counsellor, robin, first, today):
    closed = make_case(responsible=counsellor)
    case_actions.close_case(closed, on=today, reason="ziel", by=counsellor)
    claimed = erasing.restrict(make_case(responsible=counsellor), by=counsellor)
    CaseDeputy.objects.exclude(case=first).delete()

    case_actions.reopen_case(closed, reason="irrtum", by=counsellor)
    erasing.lift(claimed, by=counsellor)

    assert seen_by(robin) == {first, closed, claimed.case}


def test_after_its_last_day_nobody_is_let_in_and_nothing_is_seen(counsellor, robin, first, today):
    DeskDeputy.objects.update(since=today - 9 * DAY, until=today - DAY)
    CaseDeputy.objects.update(since=today - 9 * DAY, until=today - DAY)

    make_case(responsible=counsellor)

    assert seen_by(robin) == set()


def test_a_case_that_leaves_the_desk_is_not_seen_any_more(counsellor, robin, first):
    kept, anna = make_case(responsible=counsellor), make_user("counselling")
    single = make_case(responsible=counsellor)
    make_deputy(single, robin)

    for case in (first, single):
        case_actions.hand_over(case, to=anna, by=counsellor)

    # Who was let into one case keeps it: that had nothing to do with the desk.
    assert seen_by(robin) == {kept, single}


def test_one_that_begins_later_lets_nobody_in_before(counsellor, robin, today):
    make_case(responsible=counsellor)
    since, until = today + 3 * DAY, today + 9 * DAY
    actions.stand_in_for_desk(counsellor, to=robin, since=since, until=until, by=counsellor)

    new = make_case(responsible=counsellor)

    assert seen_by(robin) == set()
    assert CaseDeputy.objects.get(case=new).since == since


def test_a_shorter_deputyship_in_the_case_leaves_no_gap(counsellor, robin, first, today):
    anna = make_user("counselling")
    case = make_case(responsible=anna)
    make_deputy(case, robin, until=today + DAY)

    case_actions.hand_over(case, to=counsellor, by=anna)

    days = set(case.deputies.filter(user=robin).values_list("since", "until"))
    assert days == {(today, today + DAY), (today, today + 9 * DAY)}


def test_a_deputyship_that_begins_later_does_not_keep_anybody_waiting(counsellor, robin, today):
    case = make_case(responsible=counsellor)
    make_deputy(case, robin, since=today + 3 * DAY)

    actions.stand_in_for_desk(
        counsellor, to=robin, since=today, until=today + 9 * DAY, by=counsellor
    )

    assert seen_by(robin) == {case}


def test_into_a_case_that_comes_later_nobody_was_let_before(counsellor, first, today):
    DeskDeputy.objects.update(since=today - 3 * DAY)

    new = make_case(responsible=counsellor)

    assert CaseDeputy.objects.get(case=new).since == today


def test_nobody_stands_in_for_what_is_restricted_or_closed(client, counsellor, robin, today):
    anna = make_user("counselling")
    until = today + 9 * DAY
    sent = {"user": robin.pk, "since": today.isoformat(), "until": until.isoformat()}
    mine, theirs = make_case(responsible=counsellor), make_case(responsible=anna)
    for owner in (counsellor, anna):
        erasing.restrict(make_case(responsible=owner), by=owner)
        closed = make_case(responsible=owner)
        case_actions.close_case(closed, on=today, reason="ziel", by=owner)

    page = client.post(reverse("counselling:desk_deputy"), sent, follow=True)
    actions.hand_over_desk(anna, to=counsellor, by=anna)

    assert "Your colleague stands in for 1 case." in page.text
    assert set(CaseDeputy.objects.values_list("case", flat=True)) == {mine.pk, theirs.pk}
    assert [title.partition(" from ")[0] for title in told(robin, today)] == [
        f"You stand in for {counsellor.name} in 1 case"
    ] * 2
    assert client.get(DESK).context["running"] == 2


def test_the_desk_counts_what_is_still_seen_of_it(client, counsellor, robin, first, today):
    given, claimed = make_case(responsible=counsellor), make_case(responsible=counsellor)
    CaseDeputy.objects.update(since=today - 3 * DAY)  # so that what ends leaves a line
    case_actions.hand_over(given, to=make_user("counselling"), by=counsellor)
    erasing.restrict(claimed, by=counsellor)

    rows = client.get(DESK).context["deputies"]

    assert [(row["user__name"], row["cases"], row["is_whole"]) for row in rows] == [
        (robin.name, 1, True)
    ]


def test_it_ends_for_all_at_once_and_nothing_that_comes_later_is_seen(
    client, counsellor, robin, first
):
    make_case(responsible=counsellor)
    assert "2 cases, whole desk" in client.get(DESK).content.decode()

    client.post(reverse("counselling:desk_deputy_end", args=[robin.pk]))
    make_case(responsible=counsellor)

    assert seen_by(robin) == set()
    assert not DeskDeputy.objects.not_over().exists()


@pytest.mark.parametrize(("since", "until"), [(9, 12), (-5, 0), (2, 3)])
def test_twice_in_the_same_time_is_refused(counsellor, robin, first, today, since, until):
    with pytest.raises(ValidationError, match="in that time already"):
        actions.stand_in_for_desk(
            counsellor,
            to=robin,
            since=today + since * DAY,
            until=today + until * DAY,
            by=counsellor,
        )


def test_a_stand_in_may_last_a_year_and_a_day(counsellor, robin, today):
    case = make_case(responsible=counsellor)

    actions.stand_in_for_desk(
        counsellor, to=robin, since=today, until=today + 366 * DAY, by=counsellor
    )

    assert seen_by(robin) == {case}
