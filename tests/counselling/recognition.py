"""Recognitions for tests. Name only what the test is about."""

from datetime import timedelta

from django.utils import timezone

from counselling.models import Recognition
from counselling.recognition import actions
from tests.counselling.factories import make_case


WAY = {
    "erstinfo": [],
    "unterlagen": ["unterlagen"],
    "uebersetzung": ["uebersetzung"],
    "antrag": ["antrag"],
    "nachforderung": ["antrag", "nachforderung"],
    "bescheid": ["antrag", "bescheid"],
    "ausgleich": ["antrag", "bescheid", "ausgleich"],
    "abgeschlossen": ["antrag", "bescheid", "abgeschlossen"],
    "abgebrochen": ["abgebrochen"],
}


def make_recognition(case=None, *, stage="erstinfo", days_ago=20, result="teilweise", **fields):
    """A vocational training; every step is taken on the day it was taken up."""
    case = case or make_case()
    day = timezone.localdate() - timedelta(days=days_ago)
    fields = {"title": "Hemşire diploması", "kind": "beruf", "begun_on": day} | fields
    row = actions.note(Recognition(case=case, **fields), by=case.responsible)
    for step in WAY[stage]:
        row = actions.move(
            row,
            step,
            on=fields["begun_on"],
            result=result if step == "bescheid" else "",
            measure="Anpassungslehrgang" if step == "ausgleich" else "",
            by=case.responsible,
        )
    return row
