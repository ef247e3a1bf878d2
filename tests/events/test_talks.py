"""Talk rounds: headcounts only."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events import actions
from events.models import GroupSession
from tests.events.factories import in_days, make_talk
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def test_there_is_no_field_for_a_name_of_anybody():
    assert not GroupSession.PERSONAL


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"n_women": 9}, "cannot be more than all who came"),
        ({"n_children": 9}, "cannot be more than all who came"),
        ({"new_faces": 9}, "cannot be more than all who came"),
        ({"took_place": False}, "please say why and count nobody"),
        ({"took_place": False, "n_total": 0}, "please say why and count nobody"),
    ],
)
def test_an_impossible_headcount_is_refused(fields, sentence):
    session = GroupSession(**{"title": "Dialog", "day": in_days(-1), "n_total": 8} | fields)

    with pytest.raises(ValidationError, match=sentence):
        actions.count_talk(session, by=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_talk(**fields)


def test_a_group_is_counted_once_a_day_and_never_ahead():
    make_talk(title="Dialog", day=in_days(-1))

    with pytest.raises(ValidationError, match="counted for this day already"):
        actions.count_talk(GroupSession(title="dialog", day=in_days(-1)), by=make_user())
    with pytest.raises(ValidationError, match="still to come"):
        actions.count_talk(GroupSession(title="Dialog", day=in_days(1)), by=make_user())


def test_a_whole_list_is_taken_or_nothing_of_it():
    good = GroupSession(title="Dialog", day=in_days(-1), n_total=5)
    ahead = GroupSession(title="Dialog", day=in_days(1), n_total=5)

    with pytest.raises(ValidationError, match="still to come"):
        actions.count_talks([good, ahead], by=make_user())
    assert not GroupSession.objects.exists()
    actions.count_talks([good], by=make_user())

    assert GroupSession.objects.get().n_total == 5
