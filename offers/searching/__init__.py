"""German search without German dictionaries: words are stemmed here, PostgreSQL only compares.

`document` and `vector` say what is stored of an offer, `answer` what a question finds. The parts:
linguistics (stems), compounds, thesaurus, terms (a question taken apart), asking (as it is put to
the database), ranking, typos, answers.
"""

from offers.searching.answers import Answer, answer
from offers.searching.documents import document
from offers.searching.linguistics import plain, stem, words
from offers.searching.ranking import MOST_HITS, among
from offers.searching.terms import terms, wanted_keys
from offers.searching.vectors import vector


__all__ = [
    "MOST_HITS",
    "Answer",
    "among",
    "answer",
    "document",
    "plain",
    "stem",
    "terms",
    "vector",
    "wanted_keys",
    "words",
]
