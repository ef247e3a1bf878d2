"""Addresses of the calendar."""

from django.urls import path

from events import naturalisation_views as tests
from events import registration_views as registrations
from events import series_views as series
from events import talk_views as talks
from events import views


app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("create/", views.event_create, name="create"),
    path("<int:pk>/", views.event_detail, name="detail"),
    path("<int:pk>/edit/", views.event_edit, name="edit"),
    path("<int:pk>/delete/", views.event_delete, name="delete"),
    path("<int:pk>/cancel/", views.event_cancel, name="cancel"),
    path("<int:pk>/visitors/", views.event_visitors, name="visitors"),
    path("<int:pk>/registrations/", registrations.registration_list, name="registration_list"),
    path(
        "<int:pk>/registrations/create/",
        registrations.registration_create,
        name="registration_create",
    ),
    path("registrations/<int:pk>/edit/", registrations.registration_edit, name="registration_edit"),
    path(
        "registrations/<int:pk>/cancel/",
        registrations.registration_cancel,
        name="registration_cancel",
    ),
    path(
        "registrations/<int:pk>/check-in/",
        registrations.registration_check_in,
        name="registration_check_in",
    ),
    path("series/", series.series_list, name="series_list"),
    path("series/create/", series.series_create, name="series_create"),
    path("series/<int:pk>/", series.series_detail, name="series_detail"),
    path("series/<int:pk>/edit/", series.series_edit, name="series_edit"),
    path("series/<int:pk>/delete/", series.series_delete, name="series_delete"),
    path("talks/", talks.talk_list, name="talk_list"),
    path("talks/create/", talks.talk_create, name="talk_create"),
    path("talks/<int:pk>/edit/", talks.talk_edit, name="talk_edit"),
    path("talks/<int:pk>/delete/", talks.talk_delete, name="talk_delete"),
    path("tests/", tests.test_list, name="test_list"),
    path("tests/create/", tests.test_create, name="test_create"),
    path("tests/<int:pk>/", tests.test_detail, name="test_detail"),
    path("tests/<int:pk>/edit/", tests.test_edit, name="test_edit"),
    path("tests/<int:pk>/delete/", tests.test_delete, name="test_delete"),
    path("tests/<int:pk>/register/", tests.test_register, name="test_register"),
    path(
        "tests/registrations/<int:pk>/edit/",
        tests.test_registration_edit,
        name="test_registration_edit",
    ),
    path(
        "tests/registrations/<int:pk>/cancel/",
        tests.test_registration_cancel,
        name="test_registration_cancel",
    ),
    path(
        "tests/registrations/<int:pk>/check-in/",
        tests.test_registration_check_in,
        name="test_registration_check_in",
    ),
]
