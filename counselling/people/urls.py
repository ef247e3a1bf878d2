"""Addresses of the person of a case."""

from django.urls import path

from counselling.people import copy_views, views


urlpatterns = [
    path("cases/<int:pk>/name/", views.case_name, name="case_name"),
    path("cases/<int:pk>/name/show/", views.case_name_show, name="case_name_show"),
    path("cases/<int:pk>/same/<int:person_pk>/", views.case_same_person, name="case_same_person"),
    path("cases/<int:pk>/person/", views.case_person, name="case_person"),
    path("cases/<int:pk>/person/create/", views.case_person_create, name="case_person_create"),
    path("cases/<int:pk>/person/edit/", views.case_person_edit, name="case_person_edit"),
    path(
        "cases/<int:pk>/person/separate/", views.case_person_separate, name="case_person_separate"
    ),
    path("cases/<int:pk>/person/copy/", copy_views.copy_as_pdf, name="case_person_copy"),
    path(
        "cases/<int:pk>/person/copy/papers/",
        copy_views.copy_with_papers,
        name="case_person_copy_papers",
    ),
    path("cases/<int:pk>/person/copy/data/", copy_views.copy_as_data, name="case_person_copy_data"),
]
