"""All settings of the office. Development needs no variable; production is told what is missing."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from psycopg.conninfo import conninfo_to_dict


BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = os.environ.get("PRODUCTION") == "1"
DEMO = not PRODUCTION
DEBUG = DEMO and os.environ.get("DEBUG") == "1"
MISSING: list[str] = []


def env(name: str, *, dev: str | None = None) -> str:
    """The environment variable `name`; outside production `dev` stands in for it.

    In production every missing variable is collected, so that all are named at once.
    """
    value = os.environ.get(name)
    if value:
        return value
    if PRODUCTION or dev is None:
        MISSING.append(name)
        return ""
    return dev


VAR = Path(os.environ.get("OFFICE_VAR") or BASE_DIR / "var").resolve()
DEMO_SECRET_KEY = "only-for-the-demo-office-and-its-tests-0123456789-abcdefghij"
SECRET_KEY = env("SECRET_KEY", dev=DEMO_SECRET_KEY)
ALLOWED_HOSTS = env("ALLOWED_HOSTS", dev="localhost,127.0.0.1,[::1],testserver").split(",")
BASE_URL = env("BASE_URL", dev=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The database: one PostgreSQL. manage.py and the test run start an embedded one when no
# DATABASE_URL is set, and set it themselves; settings never start anything.
_connection = conninfo_to_dict(
    env("DATABASE_URL", dev="postgresql://app@localhost/office"),
)
# PostgreSQL guesses the costs of our questions too high and would compile them anew in every
# request, for longer than they take. What the address says besides stays.
_connection["options"] = f"{_connection.get('options', '')} -c jit=off".strip()
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.pop("dbname", "office"),
        "USER": _connection.pop("user", ""),
        "PASSWORD": _connection.pop("password", ""),
        "HOST": _connection.pop("host", ""),
        "PORT": str(_connection.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": _connection | {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
}
# Shared by all processes: the limits on logins count in the database, not per worker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_cache",
        # Django's 300 could be filled by strangers, so that counted logins are forgotten.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "reports",
    "counselling",
    "volunteers",
    "events",
    "offers",
    "network",
    "integration_office.apps.IntegrationOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "django_filters",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "integration_office.middleware.RequestReference",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "integration_office.kept_text.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "integration_office.middleware.HistoryContext",
    "integration_office.middleware.NoStore",
    "integration_office.kept_text.RememberWho",
    "integration_office.middleware.WrongMethod",
    "integration_office.middleware.UnreadableTexts",
]
# A served site brings its own collected files; development and tests find them where they lie.
SERVED = PRODUCTION or os.environ.get("SERVED") == "1"
if SERVED:
    MIDDLEWARE.insert(2, "whitenoise.middleware.WhiteNoiseMiddleware")
ROOT_URLCONF = "integration_office.urls"
WSGI_APPLICATION = "integration_office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["integration_office.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "integration_office.context.office",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "kern"
CRISPY_TEMPLATE_PACK = "kern"

# Who is in
AUTH_USER_MODEL = "integration_office.User"
# The address is unique whatever its capitals (user_email_unique); Django looks for unique=True.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "integration_office.accounts.OfficeBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "integration_office.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = os.environ.get("OFFICE_TOWN", "Stadt Wedel")
SOCIALACCOUNT_ADAPTER = "integration_office.accounts.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("OIDC_SERVER_URL"):
    # The town vouches for its addresses: its login opens the account with the same one.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "town",
                "name": os.environ.get("OIDC_NAME", "Stadt"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": os.environ["OIDC_SERVER_URL"]},
            }
        ]
    }

SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "integration_office.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser may do
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    # The one proxy in front of us writes both headers itself and passes on nobody else's: else
    # anybody could say "this is https", or be somebody else each time a login is counted.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A file that may be kept (files.LIMIT) never lies in the clear in a temporary folder.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

# Language and time. Tests run in English, so that they do not hang on a translation.
LANGUAGE_CODE = os.environ.get("OFFICE_LANGUAGE", "de")
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "integration_office" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# Files. KERN and the Arabic letters come from their npm packages at set-up, never committed.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    ("kern", BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"),
    ("vazirmatn", BASE_DIR / "node_modules" / "@fontsource" / "vazirmatn" / "files"),
]
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "integration_office.static_files.OfficeStaticFilesStorage"
        if SERVED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail leaves through the outbox (mail.py); the demo shows it on a page instead of sending it.
_mail_host, _, _mail_port = env("MAIL_SERVER", dev="localhost:25").partition(":")
MAILERS = {
    "default": {"BACKEND": "integration_office.mail.OutboxBackend"},
    "server": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail_host,
            "port": int(_mail_port or 25),
            "username": os.environ.get("MAIL_USER", ""),
            "password": os.environ.get("MAIL_PASSWORD", ""),
            "use_tls": os.environ.get("MAIL_STARTTLS", "1") == "1",
            "timeout": 20,
        },
    },
}
DEFAULT_FROM_EMAIL = env("MAIL_FROM", dev="integration@demo.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The town whose office this is; no town may go into production under another one's name
OFFICE = {
    "town": env("OFFICE_TOWN", dev="Stadt Wedel"),
    "town_name": env("OFFICE_TOWN_NAME", dev="Wedel"),
    "office": os.environ.get("OFFICE_NAME", "Koordinierungsstelle Integration"),
    "ags": os.environ.get("OFFICE_AGS", "01056050"),
    "land": os.environ.get("OFFICE_LAND", "SH"),
    "address": env("OFFICE_ADDRESS", dev="ABC-Straße 3, 22880 Wedel"),
    "email": env("OFFICE_EMAIL", dev="integration@demo.example"),
    "phone": os.environ.get("OFFICE_PHONE", ""),
    "department": os.environ.get("OFFICE_DEPARTMENT", "Fachdienst Weiterbildung / VHS"),
    "districts": os.environ.get("OFFICE_DISTRICTS", "Altstadt,Schulau,Moorweg").split(","),
    "data_protection_email": env("OFFICE_DPO_EMAIL", dev="datenschutz@demo.example"),
    # With whom complaints are lodged, as consents name it.
    "supervisory_authority": os.environ.get(
        "OFFICE_SUPERVISORY_AUTHORITY",
        "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein (ULD), "
        "Holstenstraße 98, 24103 Kiel, mail@datenschutzzentrum.de",
    ),
    # Files the archive wants none of (LArchG SH, § 15): the agreement, "vom 1. März 2026"; without
    # one every file is offered before it is erased.
    "archive_agreement": os.environ.get("OFFICE_ARCHIVE_AGREEMENT", ""),
    "logo": os.environ.get("OFFICE_LOGO", ""),
    "accent_colour": os.environ.get("OFFICE_ACCENT_COLOUR", ""),
    "action_colour": os.environ.get("OFFICE_ACTION_COLOUR", ""),
}

# Pictures below the map of the offers, only from a server the office trusts: without an address
# the map is drawn without any ground, and no browser asks anybody else.
MAP_TILES = os.environ.get("OFFICE_MAP_TILES", "")
MAP_ATTRIBUTION = os.environ.get("OFFICE_MAP_ATTRIBUTION", "© OpenStreetMap-Mitwirkende")

# Keys for what is encrypted at rest: "id:base64" pairs, the first one encrypts. Outside the
# database and its backups (STACK: key ring); the demo's key protects invented people only.
DEMO_FIELD_KEY = "ZGVtby1rZXktZm9yLWludmVudGVkLXBlb3BsZS0zMmI="
FIELD_KEYS = env("FIELD_KEYS", dev=f"demo:{DEMO_FIELD_KEY}")
# Keys for finding names again without reading them; of the same shape, kept in the same place, and
# never the same keys. Found with all of them, written with the first one.
DEMO_INDEX_KEY = "ZGVtby1pbmRleC1rZXktZm9yLWludmVudGVkLW5hbWU="
INDEX_KEYS = env("INDEX_KEYS", dev=f"demo:{DEMO_INDEX_KEY}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "integration_office.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "office": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

# A web server starts without `manage.py check`, so what everybody can read here is refused here.
if PRODUCTION and (
    SECRET_KEY == DEMO_SECRET_KEY or DEMO_FIELD_KEY in FIELD_KEYS or DEMO_INDEX_KEY in INDEX_KEYS
):
    raise ImproperlyConfigured(
        "SECRET_KEY, FIELD_KEYS or INDEX_KEYS is the demo's. Please make your own."
    )
if MISSING:
    raise ImproperlyConfigured(
        f"Not set: {', '.join(MISSING)}. README.md, “Going to production”, explains each of them."
    )
