"""Consents: the texts in the languages of the clients, giving, printing, taking back, erasing."""
