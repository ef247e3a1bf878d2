"""Addresses of the letters: none says for whom."""

from django.urls import path

from counselling.letters import letter_views


urlpatterns = [
    path("referrals/<int:pk>/slip/", letter_views.referral_slip, name="referral_slip"),
    path("cases/<int:pk>/closing-sheet/", letter_views.closing_sheet, name="closing_sheet"),
]
