"""Addresses of counselling."""

from django.urls import include, path

from counselling import case_views, views
from counselling.casework.urls import urlpatterns as casework
from counselling.language.urls import urlpatterns as of_language
from counselling.letters import urls as letter_urls
from counselling.log import tally_views
from counselling.recognition.urls import urlpatterns as of_recognition
from counselling.referrals import urls as referral_urls


app_name = "counselling"
urlpatterns = [
    path("", views.contact_list, name="list"),
    path("quick/", views.quick, name="quick"),
    path("tally/", tally_views.line, name="tally"),
    path("tally/sheet/", tally_views.sheet, name="tally_sheet"),
    path("tally/undo/", tally_views.undo, name="tally_undo"),
    path("<int:pk>/edit/", views.contact_edit, name="edit"),
    path("<int:pk>/delete/", views.contact_delete, name="delete"),
    path("<int:pk>/follow-up-done/", views.follow_up_done, name="follow_up_done"),
    path("<int:pk>/continue/", views.contact_continue, name="continue"),
    path("cases/", case_views.case_list, name="case_list"),
    path("cases/create/", case_views.case_create, name="case_create"),
    path("cases/<int:pk>/", case_views.case_detail, name="case_detail"),
    path("cases/<int:pk>/edit/", case_views.case_edit, name="case_edit"),
    path("cases/<int:pk>/status/", case_views.case_status, name="case_status"),
    path("cases/<int:pk>/residence/noted/", case_views.residence_noted, name="residence_noted"),
    path("cases/<int:pk>/print/", case_views.case_print, name="case_print"),
    path("cases/<int:pk>/close/", case_views.case_close, name="case_close"),
    path("cases/<int:pk>/reopen/", case_views.case_reopen, name="case_reopen"),
    path("cases/<int:pk>/reads/", case_views.case_reads, name="case_reads"),
    path("cases/<int:pk>/hand-over/", case_views.case_hand_over, name="case_hand_over"),
    path("cases/<int:pk>/deputies/create/", case_views.case_deputy_add, name="case_deputy_add"),
    path(
        "cases/<int:pk>/deputies/<int:deputy_pk>/end/",
        case_views.case_deputy_end,
        name="case_deputy_end",
    ),
    *casework,
    *referral_urls.urlpatterns,
    *letter_urls.urlpatterns,
    path("inquiries/", include("counselling.inquiries.urls")),
    path("", include("counselling.people.urls")),
    path("", include("counselling.consents.urls")),
    *of_language,
    *of_recognition,
]
