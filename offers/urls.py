"""Addresses of the catalogue."""

from django.urls import path

from offers import answer_views, due_views, views


app_name = "offers"

urlpatterns = [
    path("", views.offer_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("create/", views.create, name="create"),
    path("due/", due_views.due, name="due"),
    path("due/<int:pk>/ask/", due_views.ask, name="ask"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit_offer, name="edit"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/archive/", views.archive, name="archive"),
    path("answered/", answer_views.answered, name="answered"),
    path("answer/<str:token>/", answer_views.answer, name="answer"),
    path("answer/<str:token>/<int:pk>/true/", answer_views.answer_true, name="answer_true"),
    path("answer/<str:token>/<int:pk>/edit/", answer_views.answer_edit, name="answer_edit"),
    path("answer/<str:token>/<int:pk>/end/", answer_views.answer_end, name="answer_end"),
]
