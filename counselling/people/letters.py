"""Names in Latin letters, whatever script they were typed in. Small tables of our own: they have to
agree with the spellings that passports and lists here carry, not with a library's idea of them."""

import unicodedata


def _table(text: str) -> dict[str, str]:
    """ "ä=ae ъ=": what stands behind the sign is written for the letter."""
    return dict(pair.split("=") for pair in text.split())


# Before accents go: what people here write for these letters when they have no key for them.
LATIN = _table(
    """
    ä=ae ö=oe ü=ue æ=ae œ=oe ø=oe ß=ss ł=l đ=d ð=d þ=th ı=i ə=e ħ=h ŋ=n č=tsch ć=tsch
    ç=tsch š=sch ş=sch ș=sch ž=zh ţ=ts ț=ts
    """
)
CYRILLIC = _table(
    """
    а=a б=b в=v г=g ґ=g д=d е=e є=ie ж=zh з=z и=i і=i ы=y к=k л=l м=m н=n о=o п=p р=r
    с=s т=t у=u ф=f х=kh ц=ts ч=tsch ш=sch щ=schtsch ъ= ь= э=e ю=iu я=ia ђ=dj ј=j љ=lj
    њ=nj ћ=tsch џ=dzh ѕ=dz ә=a ғ=gh қ=q ң=n ө=o ұ=u ү=u һ=h
    """
)
GREEK = _table(
    """
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y
    φ=f χ=ch ψ=ps ω=o
    """
)
# Arabic, with the letters of Persian, Kurdish (Soranî), Pashto and Urdu.
ARABIC = _table(
    """
    ا=a ب=b پ=p ت=t ٹ=t ټ=t ث=th ج=j چ=tsch ح=h خ=kh د=d ڈ=d ډ=d ذ=dh ر=r ڕ=r ړ=r ڑ=r
    ز=z ژ=zh ږ=zh س=s ش=sh ښ=sh ص=s ض=d ط=t ظ=z ع= غ=gh ف=f ڤ=v ق=q ک=k ك=k گ=g ل=l ڵ=l
    م=m ن=n ں=n ڼ=n ه=h ہ=h ھ=h ة=a ە=a و=u ۆ=o ۇ=u ي=i ی=i ى=i ې=e ێ=e ے=e ء= ـ=
    """
)
# A letter that is a vowel inside a word and a consonant in front of one; and the h that is only
# heard as a vowel at the end.
ARABIC_FIRST = {"و": "w", "ي": "y", "ی": "y", "ع": "a"}
ARABIC_LAST = {"ه": "ah", "ہ": "ah", "ھ": "ah"}
LETTERS = {ord(letter): written for letter, written in LATIN.items()}
OTHERS = {ord(letter): written for letter, written in {**CYRILLIC, **GREEK}.items()}
SCRIPTS_WITHOUT_VOWELS = frozenset(ARABIC)


def latin(word: str) -> str:
    """One word in small Latin letters without accents; letters of other scripts than those above
    stay as they are, signs go.

    >>> latin("Müller"), latin("Юлія"), latin("فاطمة"), latin("Γιώργος")
    ('mueller', 'iuliia', 'fatma', 'giorgos')
    """
    word = unicodedata.normalize("NFKC", word).casefold().translate(LETTERS)
    # What casefold writes in two signs ("ǰ", "İ"), and every other accent, goes here.
    letters = [c for c in unicodedata.normalize("NFKD", word) if unicodedata.category(c)[0] == "L"]
    if SCRIPTS_WITHOUT_VOWELS.isdisjoint(letters):
        return "".join(letters).translate(OTHERS)
    return "".join(
        _arabic(letter, is_first=place == 0, is_last=place == len(letters) - 1)
        for place, letter in enumerate(letters)
    )


def _arabic(letter: str, *, is_first: bool, is_last: bool) -> str:
    if is_first and letter in ARABIC_FIRST:
        return ARABIC_FIRST[letter]
    if is_last and letter in ARABIC_LAST:
        return ARABIC_LAST[letter]
    return ARABIC.get(letter, letter)


def is_arabic(word: str) -> bool:
    """Whether the short vowels are not written."""
    return not SCRIPTS_WITHOUT_VOWELS.isdisjoint(unicodedata.normalize("NFKD", word))
