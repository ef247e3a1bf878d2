"""Addresses of referrals; those with a token are the pages behind the link in a mail."""

from django.urls import path

from counselling.referrals import answer_views, number_views, refer_views, referral_views


urlpatterns = [
    path("<int:pk>/refer/", refer_views.contact_refer, name="contact_refer"),
    path("<int:pk>/refer/to/", refer_views.contact_refer_to, name="contact_refer_to"),
    path("cases/<int:pk>/refer/", refer_views.case_refer, name="case_refer"),
    path("cases/<int:pk>/refer/to/", refer_views.case_refer_to, name="case_refer_to"),
    path("cases/<int:pk>/referrals/", referral_views.case_referrals, name="case_referrals"),
    path("referrals/", referral_views.referral_list, name="referral_list"),
    path("referrals/numbers/", number_views.referral_numbers, name="referral_numbers"),
    path("referrals/<int:pk>/", referral_views.referral_detail, name="referral_detail"),
    path("referrals/<int:pk>/edit/", referral_views.referral_edit, name="referral_edit"),
    path("referrals/<int:pk>/state/", referral_views.referral_state, name="referral_state"),
    path("referrals/<int:pk>/notice/", referral_views.referral_notice, name="referral_notice"),
    path("referrals/<int:pk>/ask/", referral_views.referral_ask, name="referral_ask"),
    path(
        "referrals/<int:pk>/take-back/",
        referral_views.referral_take_back,
        name="referral_take_back",
    ),
    path("referrals/<int:pk>/delete/", referral_views.referral_delete, name="referral_delete"),
    path("referrals/<int:pk>/files/", referral_views.referral_file_add, name="referral_file_add"),
    path(
        "referrals/<int:pk>/files/<int:number>/",
        referral_views.referral_file,
        name="referral_file",
    ),
    path(
        "referrals/<int:pk>/files/<int:number>/remove/",
        referral_views.referral_file_remove,
        name="referral_file_remove",
    ),
    path("answered/", answer_views.referral_answered, name="referral_answered"),
    path("answer/<str:token>/", answer_views.referral_answer, name="referral_answer"),
    path("answer/<str:token>/show/", answer_views.referral_show, name="referral_show"),
    path("answer/<str:token>/say/", answer_views.referral_say, name="referral_say"),
    path(
        "answer/<str:token>/files/<int:pk>/",
        answer_views.referral_paper,
        name="referral_paper",
    ),
]
