"""Addresses of inquiries, below those of counselling."""

from django.urls import path

from counselling.inquiries import views


urlpatterns = [
    path("", views.inquiry_list, name="inquiry_list"),
    path("create/", views.inquiry_create, name="inquiry_create"),
    path("<int:pk>/", views.inquiry_detail, name="inquiry_detail"),
    path("<int:pk>/edit/", views.inquiry_edit, name="inquiry_edit"),
    path("<int:pk>/take-over/", views.inquiry_take_over, name="inquiry_take_over"),
    path("<int:pk>/assign/", views.inquiry_assign, name="inquiry_assign"),
    path("<int:pk>/forward/", views.inquiry_forward, name="inquiry_forward"),
    path("<int:pk>/answer/", views.inquiry_answer, name="inquiry_answer"),
    path("<int:pk>/reopen/", views.inquiry_reopen, name="inquiry_reopen"),
    path("<int:pk>/delete/", views.inquiry_delete, name="inquiry_delete"),
]
