"""Where everything is found. Apps are included by string: the ground floor knows none of them."""

from django.conf import settings
from django.urls import include, path

from integration_office import account_views, kept_text, privacy_views, ui_views, views


page, public = ui_views.text_page, ui_views.public_page

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.find, name="search"),
    path("kept/", kept_text.kept_text, name="kept_text"),
    path("health/", views.health, name="health"),
    path("theme.css", ui_views.theme, name="theme"),
    path("help/", page("help"), name="help"),
    path("accessibility/", public("accessibility"), name="accessibility"),
    path("privacy-notice/", public("privacy_notice"), name="privacy_notice"),
    path("imprint/", public("imprint"), name="imprint"),
    path("account/email/", account_views.address, name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/social/", include("allauth.socialaccount.urls")),
    path("account/social/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/data/", account_views.my_data, name="my_data"),
    path("invitation/<str:token>/", account_views.invitation, name="invitation"),
    path("users/", account_views.user_list, name="user_list"),
    path("users/create/", account_views.user_create, name="user_create"),
    path("users/<int:pk>/edit/", account_views.user_edit, name="user_edit"),
    path("users/<int:pk>/deactivate/", account_views.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/reactivate/", account_views.user_reactivate, name="user_reactivate"),
    path("users/<int:pk>/invite/", account_views.user_invite, name="user_invite"),
    path("privacy/reads/", privacy_views.reads, name="privacy_reads"),
    path("privacy/audit/", privacy_views.audit, name="privacy_audit"),
    path("privacy/retention/", privacy_views.retention, name="privacy_retention"),
    path("privacy/register/", privacy_views.register, name="privacy_register"),
    path("network/", include("network.urls")),
    path("offers/", include("offers.urls")),
    path("events/", include("events.urls")),
    path("volunteers/", include("volunteers.urls")),
    path("counselling/", include("counselling.urls")),
    path("reports/", include("reports.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("mail/", views.sent_mail, name="mail"),
        path("ui/", ui_views.ui, name="ui"),
    ]

handler400 = "integration_office.views.bad_request"
handler403 = "integration_office.views.forbidden"
handler404 = "integration_office.views.not_found"
handler500 = "integration_office.views.server_error"
