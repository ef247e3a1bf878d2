"""What somebody has begun to write of a case goes with its content, before its seven days are
over."""

from collections.abc import Sequence

from counselling.models import Contact
from counselling.parts import forgets_with_the_case
from integration_office.drafts import Draft


OF_CASES = {"counselling:case_refer_to"}
OF_CONTACTS = {"counselling:edit", "counselling:contact_refer_to"}


@forgets_with_the_case
def with_the_case(cases: Sequence[int]) -> None:
    contacts = Contact.objects.filter(case__in=cases).values_list("pk", flat=True)
    rows = dict.fromkeys(OF_CASES, set(cases)) | dict.fromkeys(OF_CONTACTS, set(contacts))
    begun = Draft.objects.filter(page__startswith="counselling:").values_list("pk", "page")
    gone = [pk for pk, page in begun if _is_of(page, rows)]
    Draft.objects.filter(pk__in=gone).delete()


def _is_of(page, rows):
    name, *more = page.split(" ")
    return bool(more) and int(more[0]) in rows.get(name, ())
