"""The checklist of a recognition to take along: which papers are there, and which to bring."""

import datetime

from django.utils.translation import gettext as _

from counselling.letters import frame
from counselling.recognition.facts import ChecklistFacts


def checklist(facts: ChecklistFacts, language: str, *, day: datetime.date) -> bytes:
    """The PDF, with the words of the client's language where the handouts know them."""
    other = frame.second(language)
    context = {
        "facts": facts,
        "day": day,
        "bring": frame.label("bring", other),
        "help": frame.label("help", other),
    }
    title = _("Papers for the recognition of a qualification")
    return frame.printed("counselling/pdf/checklist.html", context, title=title)
