"""Words and their stems: German for the index, and the languages of those who ask.

Text and question take the same way: words, accents away, the German Snowball stemmer twice (once
does not bring "Kurse" and "Kurs" together). A word of another language has no one stem: it is
compared by several keys, of which one must agree.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer


WORD = re.compile(r"[^\W_]+")
# "women's" is a form of "women"; inside of "п'ятниця" an apostrophe is a letter.
APOSTROPHES = re.compile(r"['’ʼ`](?:s\b|(?<=[Ѐ-ӿ].)(?=[Ѐ-ӿ]))", re.IGNORECASE)
SHORTEST_STEM = 3
MOST_ENDINGS = 3
CACHE = 50_000
LONGEST_NAME = 100
# Letters that Unicode does not take apart, and those that Arabic and Persian keyboards write
# differently for the same letter.
SAME_LETTER = str.maketrans("ıłøđæəىیېکةۀھہۇ", "iloodeيييكههههو", "\u0640")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad\u2066\u2067\u2068\u2069"))
# The stemmer takes its end for an ending and leaves a week.
WEEKEND = re.compile(r"wochenend(?:e[ns]?)?")
# "Migrantinnen" and "Migrant", "Beraterin" and "Berater"; not "Termin" or "Medizin".
FEMALE = re.compile(r"(?<=er)in$|(?<=or)in$|(?<=ant|ent|ist|eur)in$|(?<=...)innen$")

SCRIPTS = {
    "cyrillic": ("uk", "ru"),
    "arabic": ("ar", "fa"),
    "latin": ("tr", "ku", "pl", "ro", "en", "fr"),
}
SNOWBALL = {
    "ru": "russian",
    "ar": "arabic",
    "fa": "persian",
    "tr": "turkish",
    "pl": "polish",
    "ro": "romanian",
    "en": "english",
    "fr": "french",
}
# Umlauts as they are typed without their keys; not in "neue", "Mauer" or "quer".
TYPED_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e")
# What may be taken from a word's end (or beginning) where Snowball knows the language badly or not
# at all; longer ones first. Written without accents, as the words are by then.
ENDINGS = {
    "uk": "ими|ами|ями|ого|ому|ою|ею|ях|ах|ів|ів|ов|ев|еи|ои|их|им|іи|ії|ия|ям|ам|ом|ем|"
    "а|я|у|ю|и|і|о|е|ь",
    "tr": "larin|lerin|lari|leri|lar|ler|nin|nun|dan|den|tan|ten|lik|luk|cilik|ca|ce|ci|cu|"
    "da|de|ta|te|si|su|yi|yu|ya|ye|in|un|im|um|ma|me|mak|mek|i|u|a|e",
    "ku": "eke|yen|yan|iya|ek|an|en|in|de|re|ye|ya|a|e|i",
    "ar": "يات|ات|ون|ين|ان|يه|ها|ه|ي|ا",
    "fa": "هايي|هاي|ها|ان|اي|تر|ي|م|ش",
    "pl": "ami|ach|owie|ow|om|ego|emu|iego|ych|ich|ym|im|ej|ie|ia|em|a|e|i|y|o|u",
    "ro": "ilor|elor|ului|uri|ile|ele|ul|ea|ei|ii|le|i|a|e|u",
}
# What a "k" becomes before some endings: "аптека", "в аптеці"; "matka", "o matce".
SOFTENED = {"uk": ("ц", "к"), "pl": ("c", "k")}
BEGINNINGS = {"ar": "وال|بال|فال|كال|لل|ال|و|ب|ل"}
# Russian and Ukrainian as they are typed on a keyboard without their letters; longer ones first.
TYPED = {
    "ru": "shch:щ sch:щ zh:ж kh:х ts:ц ch:ч sh:ш yu:ю ju:ю ya:я ja:я yo:е jo:е iy:ий ij:ий yj:ый "
    "a:а b:б c:ц d:д e:е f:ф g:г h:х i:и j:й k:к l:л m:м n:н o:о p:п r:р s:с t:т u:у v:в w:в x:х "
    "y:ы z:з",
    "uk": "shch:щ zh:ж kh:х tsk:цьк ck:цьк ts:ц ch:ч sh:ш yu:ю ju:ю iu:ю ya:я ja:я ia:я ye:є je:є "
    "yi:ї ji:ї a:а b:б c:ц d:д e:е f:ф g:г h:г i:і j:й k:к l:л m:м n:н o:о p:п r:р s:с t:т u:у "
    "v:в w:в x:х y:и z:з",
}
_LETTERS = {lang: dict(pair.split(":") for pair in pairs.split()) for lang, pairs in TYPED.items()}
_TYPED = {lang: re.compile("|".join(letters)) for lang, letters in _LETTERS.items()}
_ENDS = {lang: re.compile(f"(?:{ends})$") for lang, ends in ENDINGS.items()}
_BEGINS = {lang: re.compile(f"^(?:{begins})") for lang, begins in BEGINNINGS.items()}


def plain(text: str) -> str:
    """Small letters without accents: "Frühstück am Fuß" → "fruhstuck am fuss"."""
    return _plain_name(text) if len(text) <= LONGEST_NAME else _plain(text)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", _written(text))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.translate(SAME_LETTER)


# The names of the same providers are compared with every question.
_plain_name = lru_cache(maxsize=CACHE)(_plain)


def _written(text: str) -> str:
    return APOSTROPHES.sub("", text.translate(INVISIBLE)).casefold()


def words(text: str) -> list[str]:
    """The words of a text, plain, in their order."""
    return WORD.findall(plain(text))


def tokens(text: str) -> list[str]:
    """The words of a text in small letters but with their accents, as other languages' stemmers
    want them; as many as `words` gives."""
    letters = unicodedata.normalize("NFC", _written(text))
    return WORD.findall("".join(x for x in letters if unicodedata.category(x) != "Mn"))


def without_umlauts(word: str) -> str:
    """A plain word without umlauts typed as two letters, as the stemmer has it: "fuer" → "fur"."""
    return TYPED_UMLAUT.sub(r"\1", word)


# The stemmer keeps its word between two calls, so that it must not be shared by threads: one is
# made per word that is not known yet, which costs little beside the cache.
@lru_cache(maxsize=CACHE)
def stem(word: str) -> str:
    """The stem of a plain German word: without the female ending, twice through the stemmer."""
    if WEEKEND.fullmatch(word):
        return "wochenend"
    stemmer = snowballstemmer.stemmer("german")
    return stemmer.stemWord(stemmer.stemWord(FEMALE.sub("", word)))


def script(word: str) -> str:
    """ "latin", "cyrillic" or "arabic", by the first letter that tells; else ""."""
    for letter in word:
        name = unicodedata.name(letter, "").partition(" ")[0].lower()
        if name in SCRIPTS:
            return name
    return ""


@lru_cache(maxsize=CACHE)
def keys(word: str, language: str) -> tuple[str, ...]:
    """By what a word (of `tokens`) of this language is compared, from the word itself to the
    shortest stem. Two words are the same when one key of theirs is."""
    if language == "de":
        return (stem(plain(word)),)
    word = _in_its_letters(word, language)
    bare = plain(word)
    found = {bare: None}
    if name := SNOWBALL.get(language):
        found |= dict.fromkeys(plain(stem) for stem in _snowball(word, name))
    found |= dict.fromkeys(_stripped(bare, language))
    return tuple(key for key in found if len(key) >= SHORTEST_STEM or key == bare)


def _in_its_letters(word: str, language: str) -> str:
    """ "nemeckogo" → "немецкого" """
    if language not in TYPED or script(word) != "latin":
        return word
    letters = _LETTERS[language]
    return _TYPED[language].sub(lambda found: letters[found[0]], plain(word))


def _snowball(word: str, name: str) -> Iterator[str]:
    stemmer = snowballstemmer.stemmer(name)
    for _turn in range(2):
        word = stemmer.stemWord(word)
        yield word


def _stripped(word: str, language: str) -> Iterator[str]:
    """The word without what stands before it, then without one ending after the other."""
    if begins := _BEGINS.get(language):
        word = _shorter(begins, word)
        yield word
    if ends := _ENDS.get(language):
        for _turn in range(MOST_ENDINGS):
            word = _shorter(ends, word)
            yield word
    soft, hard = SOFTENED.get(language, ("", ""))
    if soft and word.endswith(soft):
        yield word.removesuffix(soft) + hard


def _shorter(affix: re.Pattern[str], word: str) -> str:
    shorter = affix.sub("", word)
    return shorter if len(shorter) >= SHORTEST_STEM else word
