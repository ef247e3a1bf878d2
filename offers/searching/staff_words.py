"""What the office does with its own words of the thesaurus; they hold from the next search on."""

from django.db import transaction

from integration_office.audit import record
from integration_office.models import User
from offers import searching
from offers.models import SearchWord


@transaction.atomic
def keep(word: SearchWord, *, by: User) -> SearchWord:
    """Save a new or changed word. Refuses one without letters, without a German meaning, or that
    is here already in its language."""
    is_new = word.pk is None
    if not is_new:
        word.version += 1
    word.full_clean()
    word.save()
    record("taken up" if is_new else "changed", word, by=by)
    return word


@transaction.atomic
def remove(word: SearchWord, *, by: User) -> None:
    """Take the word out of the thesaurus again."""
    record("deleted", word, by=by)
    word.delete()


def explained(text: str) -> list[tuple[str, str]]:
    """How the search reads a question: each of its words, and the German words looked for as
    well. Small words are left out."""
    said = SearchWord.objects.meanings(searching.wanted_keys(text))
    return [(term.text, ", ".join(term.meant)) for term in searching.terms(text, said)]
