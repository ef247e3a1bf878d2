"""Addresses of the consents of a case, of the erasure of a file, and of the texts."""

from django.urls import path

from counselling.consents import erasure_views, text_views, views


urlpatterns = [
    path("cases/<int:pk>/consents/", views.case_consents, name="case_consents"),
    path("cases/<int:pk>/consents/create/", views.consent_create, name="case_consent_create"),
    path("cases/<int:pk>/consents/sheet/", views.consent_sheet, name="case_consent_sheet"),
    path(
        "cases/<int:pk>/consents/file-sheet/",
        views.file_consent_sheet,
        name="case_file_consent_sheet",
    ),
    path(
        "cases/<int:pk>/consents/<int:consent_pk>/print/",
        views.consent_print,
        name="case_consent_print",
    ),
    path(
        "cases/<int:pk>/consents/<int:consent_pk>/withdraw/",
        views.consent_withdraw,
        name="case_consent_withdraw",
    ),
    path("cases/<int:pk>/restrict/", erasure_views.case_restrict, name="case_restrict"),
    path(
        "cases/<int:pk>/demand-erasure/",
        erasure_views.case_demand_erasure,
        name="case_demand_erasure",
    ),
    path("cases/<int:pk>/erasure/", erasure_views.case_erasure, name="case_erasure"),
    path("cases/<int:pk>/erasure/offer/", erasure_views.erasure_offer, name="erasure_offer"),
    path("cases/<int:pk>/erasure/answer/", erasure_views.erasure_answer, name="erasure_answer"),
    path("cases/<int:pk>/erasure/copy/", erasure_views.erasure_copy, name="erasure_copy"),
    path("cases/<int:pk>/erasure/finish/", erasure_views.erasure_finish, name="erasure_finish"),
    path("cases/<int:pk>/erasure/lift/", erasure_views.erasure_lift, name="erasure_lift"),
    path("erasures/", erasure_views.erasure_list, name="erasure_list"),
    path("consent-texts/", text_views.text_list, name="consent_texts"),
    path("consent-texts/create/", text_views.text_create, name="consent_text_create"),
    path("consent-texts/<int:pk>/", text_views.text_detail, name="consent_text"),
    path("consent-texts/<int:pk>/next/", text_views.text_next, name="consent_text_next"),
]
