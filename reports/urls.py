"""Addresses of the annual reports."""

from django.urls import path

from reports import month_views, views


app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("month/", month_views.own, name="own_month"),
    path("month/all/", month_views.team, name="team_month"),
    path("published/", views.published_list, name="published_list"),
    path("<int:year>/", views.detail, name="detail"),
    path("<int:year>/edit/", views.submission_edit, name="edit"),
    path("<int:year>/chapters/<slug:chapter>/edit/", views.text_edit, name="text_edit"),
    path("<int:year>/approve/", views.approve, name="approve"),
    path("<int:year>/jahresbericht.pdf", views.pdf, name="pdf"),
    path("<int:year>/tables.<slug:kind>", views.tables, name="tables"),
    path("<int:year>/figures/<slug:key>/", views.figure, name="figure"),
    path(
        "<int:year>/figures/<slug:key>/table.<slug:kind>", views.figure_table, name="figure_table"
    ),
]
