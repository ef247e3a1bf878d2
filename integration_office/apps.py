"""The ground floor: users and roles, history, agenda, search, privacy, mail, PDF and the UI kit."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


REGISTRIES = ("agenda", "search", "privacy", "importers", "demo")


class IntegrationOfficeConfig(AppConfig):
    name = "integration_office"

    def ready(self) -> None:
        autodiscover_modules(*REGISTRIES)
