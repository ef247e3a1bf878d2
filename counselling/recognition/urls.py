"""Addresses of the recognition of qualifications; a part of those of counselling."""

from django.urls import path

from counselling.recognition import views, work_views


OF_A_CASE = "cases/<int:pk>/recognition/"
ONE = f"{OF_A_CASE}<int:recognition_pk>/"

urlpatterns = [
    path(OF_A_CASE, views.recognition, name="recognition"),
    path(f"{OF_A_CASE}work/edit/", work_views.work_edit, name="work_edit"),
    path(f"{OF_A_CASE}create/", views.recognition_create, name="recognition_create"),
    path(f"{ONE}edit/", views.recognition_edit, name="recognition_edit"),
    path(f"{ONE}move/", views.recognition_move, name="recognition_move"),
    path(f"{ONE}documents/", views.recognition_documents, name="recognition_documents"),
    path(f"{ONE}pdf/", views.recognition_pdf, name="recognition_pdf"),
    path(f"{ONE}delete/", views.recognition_delete, name="recognition_delete"),
]
