"""Addresses of the volunteers' office."""

from django.urls import path

from volunteers import need_views, own_views, placement_views, views


app_name = "volunteers"
urlpatterns = [
    path("", views.volunteer_list, name="list"),
    path("create/", views.volunteer_create, name="create"),
    path("<int:pk>/", views.volunteer_detail, name="detail"),
    path("<int:pk>/edit/", views.volunteer_edit, name="edit"),
    path("<int:pk>/end/", views.volunteer_end, name="end"),
    path("<int:pk>/back/", views.volunteer_back, name="back"),
    path("<int:pk>/login/", views.volunteer_login, name="login"),
    path("<int:pk>/hours/", views.hour_create_for, name="hour_create_for"),
    path("needs/", need_views.need_list, name="need_list"),
    path("needs/create/", need_views.need_create, name="need_create"),
    path("needs/<int:pk>/", need_views.need_detail, name="need_detail"),
    path("needs/<int:pk>/edit/", need_views.need_edit, name="need_edit"),
    path("needs/<int:pk>/check/", need_views.need_check, name="need_check"),
    path("needs/<int:pk>/end/", need_views.need_end, name="need_end"),
    path("needs/<int:pk>/propose/<int:volunteer>/", need_views.need_propose, name="need_propose"),
    path("placements/", placement_views.placement_list, name="placement_list"),
    path("placements/<int:pk>/", placement_views.placement_detail, name="placement_detail"),
    path(
        "placements/<int:pk>/advance/<slug:status>/",
        placement_views.placement_advance,
        name="placement_advance",
    ),
    path("placements/<int:pk>/end/", placement_views.placement_end, name="placement_end"),
    path("mine/", own_views.mine, name="mine"),
    path("mine/edit/", own_views.profile_edit, name="profile_edit"),
    path("hours/create/", own_views.hour_create, name="hour_create"),
    path("hours/<int:pk>/edit/", own_views.hour_edit, name="hour_edit"),
    path("hours/<int:pk>/delete/", own_views.hour_delete, name="hour_delete"),
]
