"""The school holidays of the Land, kept by the coordination: many offers pause in them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import ask, edit
from offers.forms import SchoolHolidayForm
from offers.models import SchoolHoliday
from offers.times import school_holidays
from offers.ways import way_to


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort=("name", "first_day"), link=True),
    Column("first", gettext_lazy("First day"), "first_day", sort="first_day"),
    Column("last", gettext_lazy("Last day"), "last_day", sort="last_day"),
    Column("days", gettext_lazy("Days"), "days"),
]


@require_safe
@allow(coordinates)
def holiday_list(request):
    """Those that come first, then those that are over."""
    return list_page(
        request,
        SchoolHoliday.objects.coming_first(timezone.localdate()),
        columns=COLUMNS,
        title=_("School holidays"),
        filename="schulferien",
        template="offers/holidays.html",
        context={"known_until": SchoolHoliday.objects.known_until()},
    )


@allow(coordinates)
def holiday_create(request):
    return edit(
        request,
        SchoolHolidayForm,
        title=_("New school holidays"),
        save=lambda form: school_holidays.save_holiday(form.instance, by=request.user),
        then=reverse("offers:holiday_list"),
        template="offers/holiday_form.html",
        context={"back": reverse("offers:holiday_list")},
    )


@allow(coordinates)
def holiday_edit(request, pk):
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    return edit(
        request,
        SchoolHolidayForm,
        instance=holiday,
        title=_("Edit “%(holiday)s”") % {"holiday": holiday},
        save=lambda form: school_holidays.save_holiday(form.instance, by=request.user),
        then=reverse("offers:holiday_list"),
        template="offers/holiday_form.html",
        context={"back": reverse("offers:holiday_list")},
    )


@allow(coordinates)
def holiday_delete(request, pk):
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    return ask(
        request,
        title=_("Delete “%(holiday)s”") % {"holiday": holiday},
        question=_("Offers that pause in the school holidays then take place on these days."),
        label=_("Delete"),
        do=lambda: school_holidays.remove_holiday(holiday, by=request.user),
        then=reverse("offers:holiday_list"),
        success=_("“%(holiday)s” is deleted.") % {"holiday": holiday},
        way=way_to("offers:holiday_list", holiday),
    )
