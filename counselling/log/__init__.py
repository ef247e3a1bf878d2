"""Logging contacts: the form for one talk, the line of the tally, and what becomes of a contact."""
