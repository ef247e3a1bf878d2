"""Persons with a name: finding them again, naming a case, the page of the person, the copy."""
