"""What is done with a recognition: taken up, moved from stage to stage, its papers ticked off. Each
verb leaves one line in the audit log, never a word about a person."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import Recognition, RecognitionDocument, WorkProfile
from counselling.parts import lock_open
from counselling.recognition.codes import (
    AFTER_DECISION,
    BEFORE_APPLICATION,
    ENDED,
    USUALLY_NEEDED,
    WAYS,
    WITH_MEASURE,
    Document,
    DocumentState,
    Regulated,
    Stage,
)
from integration_office.audit import record
from integration_office.lists import text
from integration_office.models import User


ONLY_REGULATED = (Document.CONDUCT, Document.HEALTH)


@transaction.atomic
def note(recognition: Recognition, *, by: User) -> Recognition:
    """Save a recognition; a new one gets its checklist."""
    lock_open(recognition.case_id)
    recognition.clean()
    is_new = recognition.pk is None
    recognition.save()
    if is_new:
        RecognitionDocument.objects.bulk_create(_checklist(recognition))
    record("created" if is_new else "changed", recognition, by=by)
    return recognition


def _checklist(recognition):
    needed = set(USUALLY_NEEDED)
    if recognition.regulated == Regulated.YES:
        needed |= set(ONLY_REGULATED)
    for kind in Document:
        state = DocumentState.MISSING if kind in needed else DocumentState.NOT_NEEDED
        yield RecognitionDocument(recognition=recognition, kind=kind, state=state)


@transaction.atomic
def move(
    recognition: Recognition,
    stage: str,
    *,
    on: datetime.date,
    result: str = "",
    measure: str = "",
    measure_ends_on: datetime.date | None = None,
    by: User,
) -> Recognition:
    """One step to another stage, on a day that fits those before it."""
    lock_open(recognition.case_id)
    recognition = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    _refuse_way(recognition, stage)
    _refuse_day(recognition, on)
    if stage == Stage.DECIDED:
        _decide(recognition, result, on)
    if stage == Stage.MEASURE:
        _begin_measure(recognition, measure, measure_ends_on, on)
    _count_days(recognition, stage, on)
    recognition.stage = stage
    recognition.save()
    record("moved on", recognition, by=by)
    return recognition


def _refuse_way(recognition, stage):
    if stage in WAYS[Stage(recognition.stage)]:
        return
    if stage in AFTER_DECISION and recognition.stage in BEFORE_APPLICATION:
        raise ValidationError(
            {"stage": _("There is no decision before the application. Please enter that first.")}
        )
    words = dict(Stage.choices)
    said = {"now": recognition.get_stage_display(), "next": words.get(stage, stage)}
    sentence = _("From “%(now)s” it does not go on to “%(next)s”. Please take the step between.")
    raise ValidationError({"stage": sentence % said})


def _refuse_day(recognition, on):
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day lies in the future.")})
    days = (recognition.begun_on, recognition.applied_on, recognition.decided_on)
    last = max(filter(None, days))
    if on < last:
        sentence = _("The step before was on %(day)s. Please enter that day or a later one.")
        raise ValidationError({"on": sentence % {"day": text(last)}})


def _decide(recognition, result, on):
    if not result:
        raise ValidationError({"result": _("Please choose the result of the decision.")})
    recognition.decided_on, recognition.result = on, result


def _begin_measure(recognition, measure, ends_on, on):
    if recognition.result not in WITH_MEASURE:
        raise ValidationError(
            {
                "stage": _(
                    "A measure follows a partial equivalence, or a decision that orders it. "
                    "Please correct the result first."
                )
            }
        )
    if not measure:
        raise ValidationError({"measure": _("Please say which measure it is.")})
    if ends_on and ends_on < on:
        raise ValidationError({"measure_ends_on": _("The measure cannot end before it begins.")})
    recognition.measure, recognition.measure_ends_on = measure, ends_on


def _count_days(recognition, stage, on):
    """The period of the decision begins when the papers are complete: who is asked for more has
    not handed in everything, and who has delivered them has."""
    if stage == Stage.MORE_PAPERS:
        recognition.complete_on = None
    elif stage == Stage.APPLIED and recognition.stage == Stage.MORE_PAPERS:
        recognition.complete_on = on
    elif stage == Stage.APPLIED:
        recognition.applied_on = on
    elif stage in ENDED:
        recognition.ended_on = on


@transaction.atomic
def tick_off(recognition: Recognition, states: Mapping[str, str], *, by: User) -> Recognition:
    """Save the state of each paper of the checklist."""
    lock_open(recognition.case_id)
    for document in recognition.documents.select_for_update():
        if document.kind in states and document.state != states[document.kind]:
            document.state = states[document.kind]
            document.save()
    recognition.save()
    record("changed", recognition, by=by)
    return recognition


@transaction.atomic
def delete(recognition: Recognition, *, by: User) -> None:
    """Take away what was entered by mistake."""
    lock_open(recognition.case_id)
    record("deleted", recognition, by=by)
    recognition.delete()


@transaction.atomic
def save_work(profile: WorkProfile, *, by: User) -> WorkProfile:
    """Keep what is known of education and work."""
    case = lock_open(profile.case_id)
    profile.save()
    record("changed", case, by=by)
    return profile
