"""Inquiries are found by their subject, by those who answer them."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from counselling.models import Inquiry
from integration_office import search


@search.source(_("Inquiries"), order=45)
def inquiries(user, text):
    found = Inquiry.objects.visible_to(user).matching(text).without_texts().newest_first()
    for inquiry in found[: search.MOST_HITS]:
        day = date_format(inquiry.received_on, "SHORT_DATE_FORMAT")
        yield search.Hit(str(inquiry), inquiry.get_absolute_url(), f"{day} · {inquiry.state}")
