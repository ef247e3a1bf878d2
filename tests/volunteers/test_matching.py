"""Language before field before time, with reasons that are true."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from volunteers.codes import SLOTS, Task
from volunteers.matching import MOST_CANDIDATES, candidates, fit
from volunteers.models import Need, Volunteer


TODAY = datetime.date(2026, 11, 23)
some_languages = st.lists(st.sampled_from(["deu", "ara", "ukr", "tur"]), unique=True)
some_slots = st.lists(st.sampled_from(SLOTS[:5]), unique=True)
some_tasks = st.lists(st.sampled_from(Task.values[:4]), unique=True)
needs = st.builds(
    Need,
    languages=some_languages,
    task=st.sampled_from(Task.values[:4]),
    times=some_slots,
    certificate_needed=st.booleans(),
)
volunteers = st.builds(
    Volunteer,
    name=st.sampled_from(["Ada", "Ben", "Cem"]),
    languages=some_languages,
    tasks=some_tasks,
    availability=some_slots,
)


@given(needs, volunteers)
def test_who_does_not_speak_a_needed_language_is_never_proposed(need, volunteer):
    if need.languages and not set(need.languages) & set(volunteer.languages):
        assert fit(need, volunteer, TODAY) is None


@given(needs, volunteers)
def test_every_fit_has_a_reason_and_every_reason_is_true(need, volunteer):
    found = fit(need, volunteer, TODAY)

    if found is None:
        return
    assert found.reasons
    assert set(found.languages) == set(need.languages) & set(volunteer.languages)
    assert found.task == (need.task in volunteer.tasks)
    assert set(found.times) == set(need.times) & set(volunteer.availability)
    assert found.certificate_missing == need.certificate_needed


@given(needs, volunteers, some_slots)
def test_more_time_never_makes_a_fit_worse(need, volunteer, more):
    before = fit(need, volunteer, TODAY)
    volunteer.availability = sorted({*volunteer.availability, *more})
    after = fit(need, volunteer, TODAY)

    assert before is None or after.score >= before.score


@given(needs, st.lists(volunteers, max_size=15))
def test_the_best_come_first_and_nobody_worse_is_kept_for_somebody_better(need, people):
    found = candidates(need, people, TODAY)

    scores = [fit.score for _volunteer, fit in found]
    everybody = sorted(
        (one.score for person in people if (one := fit(need, person, TODAY))), reverse=True
    )
    assert scores == everybody[:MOST_CANDIDATES]


def test_language_outweighs_field_and_field_outweighs_time():
    need = Need(task="tandem", languages=["ara", "ukr"], times=["mo-v", "mo-n", "di-v"])
    speaks_both = Volunteer(name="Ada", languages=["ara", "ukr"])
    right_field = Volunteer(name="Ben", languages=["ara"], tasks=["tandem"])
    much_time = Volunteer(name="Cem", languages=["ara"], availability=["mo-v", "mo-n", "di-v"])

    found = candidates(need, [much_time, right_field, speaks_both], TODAY)

    assert [volunteer.name for volunteer, _fit in found] == ["Ada", "Ben", "Cem"]


def test_the_reasons_are_said_in_words():
    need = Need(task="tandem", languages=["ara"], times=["di-a"], certificate_needed=True)
    volunteer = Volunteer(languages=["deu", "ara"], tasks=["tandem"], availability=["di-a"])

    found = fit(need, volunteer, TODAY)

    assert found.reasons == [
        "speaks Arabic",
        "wants to help in this field",
        "has time: Tuesday evening",
    ]
    assert found.certificate_missing
