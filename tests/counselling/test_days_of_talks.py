"""Which days and times a talk can have, at both edges."""

from datetime import timedelta

import pytest

from counselling.models import Contact
from counselling.models.cases import same_day
from tests.counselling.factories import quick_post


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUICK = "/counselling/quick/"


@pytest.mark.parametrize(("earlier", "answered"), [(0, 302), (1, 422)])
def test_a_talk_is_entered_up_to_two_years_back(client, today, earlier, answered):
    day = same_day(today, years=-2) - earlier * DAY

    answer = client.post(QUICK, quick_post(day=day.isoformat()))

    assert (answer.status_code, Contact.objects.count()) == (answered, 1 if answered == 302 else 0)


def test_yesterday_may_have_been_later_than_it_is_now(client, today):
    client.post(QUICK, quick_post(day=(today - DAY).isoformat(), time="23:59"))

    assert f"{Contact.objects.get().time:%H:%M}" == "23:59"


@pytest.mark.parametrize(("later", "answered"), [(0, 302), (1, 422)])
def test_an_appointment_is_asked_for_on_the_day_of_the_talk_at_last(client, today, later, answered):
    asked_on = today - DAY + later * DAY

    answer = client.post(
        QUICK, quick_post(day=(today - DAY).isoformat(), asked_on=asked_on.isoformat())
    )

    assert (answer.status_code, Contact.objects.count()) == (answered, 1 if answered == 302 else 0)
