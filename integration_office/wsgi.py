"""The entry of a web server: a served office is a production office unless serve.py says demo."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_office.settings")
os.environ.setdefault("PRODUCTION", "1")

application = get_wsgi_application()
