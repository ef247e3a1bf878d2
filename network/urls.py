"""Addresses of the network."""

from django.urls import path

from network.views import bodies, concept, organisations, people


app_name = "network"
urlpatterns = [
    path("", organisations.organisation_list, name="list"),
    path("create/", organisations.organisation_create, name="create"),
    path("<int:pk>/", organisations.organisation_detail, name="detail"),
    path("<int:pk>/edit/", organisations.organisation_edit, name="edit"),
    path("<int:pk>/archive/", organisations.organisation_archive, name="archive"),
    path("<int:pk>/bring-back/", organisations.organisation_bring_back, name="bring_back"),
    path("<int:pk>/members/add/", organisations.member_add, name="member_add"),
    path("members/<int:pk>/end/", organisations.member_end, name="member_end"),
    path("persons/", people.person_list, name="person_list"),
    path("persons/create/", people.person_create, name="person_create"),
    path("persons/<int:pk>/", people.person_detail, name="person_detail"),
    path("persons/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("persons/<int:pk>/confirm/", people.person_confirm, name="person_confirm"),
    path("persons/<int:pk>/delete/", people.person_delete, name="person_delete"),
    path("bodies/", bodies.body_list, name="body_list"),
    path("bodies/create/", bodies.body_create, name="body_create"),
    path("bodies/<int:pk>/", bodies.body_detail, name="body_detail"),
    path("bodies/<int:pk>/edit/", bodies.body_edit, name="body_edit"),
    path("bodies/<int:pk>/seats/add/", bodies.seat_add, name="seat_add"),
    path("seats/<int:pk>/end/", bodies.seat_end, name="seat_end"),
    path("bodies/<int:pk>/meetings/create/", bodies.meeting_create, name="meeting_create"),
    path("meetings/<int:pk>/", bodies.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", bodies.meeting_edit, name="meeting_edit"),
    path("concept/", concept.concept, name="concept"),
    path("concept/<int:pk>/", concept.concept, name="concept_detail"),
    path("goals/<int:pk>/measures/create/", concept.measure_create, name="measure_create"),
    path("measures/<int:pk>/edit/", concept.measure_edit, name="measure_edit"),
]
