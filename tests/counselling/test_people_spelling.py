"""Spellings of one name meet; names of two people mostly do not."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from counselling.people.letters import latin
from counselling.people.spelling import PARTICLES, parts


NAMES = st.text("abcdefghiklmnoprstuwzäöüß", min_size=2, max_size=12)

SAME = [
    ["Mohammed", "Muhammad", "Mohamad", "Mhd.", "محمد", "مُحَمَّد", "Мухаммед"],
    ["Yusuf", "Youssef", "Jussuf", "Joussef", "يوسف", "Юсуф"],
    ["Khalid", "Chalid", "Khaled", "Xalid", "خالد", "Халид"],
    ["Oleksandr", "Alexander", "Олександр", "Александр"],
    ["Müller", "Mueller", "Muller", "MÜLLER"],
    ["Qasem", "Ghasem", "Kasim", "قاسم"],
    ["Ahmed", "Ahmad", "Achmed", "Ahmet", "أحمد"],
    ["Hussein", "Husain", "Hossein", "Hüseyin", "حسين", "Гусейн"],
    ["Abdulrahman", "Abdurrahman", "Abd al-Rahman", "Abdel Rahman", "عبد الرحمن", "عبدالرحمن"],
    ["Serhii", "Sergej", "Sergey", "Сергій", "Сергей"],
    ["Yuliia", "Julia", "Юлія", "Iuliia"],
    ["Fatima", "Fatma", "Fatemeh", "فاطمة"],
    ["Saleh", "Salih", "صالح"],
    ["Tschernenko", "Chernenko", "Черненко", "Černenko"],
    ["Jamal", "Djamal", "Dschamal", "جمال"],
    ["Walid", "Waleed", "Oualid", "وليد"],
    ["Şahin", "Sahin", "Schahin"],
    ["Grigorjew", "Grigoriev", "Григорьев"],
    ["Şêrko", "Sherko", "شێرکۆ"],
    ["Γιώργος", "Giorgos"],
    ["Al-Ahmad", "Al Ahmad", "Ahmad", "الأحمد"],
    ["Alahmad", "al-Ahmad"],
    ["El Sayed", "Elsayed", "as-Sayed"],
    ["Abu Khalil", "Abukhalil"],
    ["Mar’yana", "Maryana", "Мар'яна"],
    ["van Dijk", "Vandijk", "Dijk"],
]
DIFFERENT = [
    "Hassan Hussein Samir Samira Omar Amir Maria Mariana Nguyen Weiß Kowalenko Rezai Tesfaye",
    "Mohammed Mahmoud Ahmed Ahmadi Ibrahim Ismail Karim Kaya Schmidt Popescu Berisha Abdi",
    "Olena Oksana Iryna Natalia Tetiana Svitlana Halyna Daria Anna Ivan Petro Andrii Bohdan",
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_the_spellings_of_a_name_meet(spellings):
    first, *others = [parts(name) for name in spellings]

    assert [len(found) for found in (first, *others)] == [1] * len(spellings)
    assert [first[0].is_like(other[0]) for other in others] == [True] * len(others)


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names.partition(" ")[0])
def test_different_names_do_not_meet(names):
    found = [(name, parts(name)[0]) for name in names.split()]

    assert [
        (name, other)
        for place, (name, part) in enumerate(found)
        for other, second in found[place + 1 :]
        if part.is_like(second)
    ] == []


@given(name=NAMES)
@example(name="aöee")
def test_capitals_and_accents_make_no_difference(name):
    without = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))

    assert parts(name.upper()) == parts(name) == parts(unicodedata.normalize("NFD", name))
    assert not parts(name) or parts(name)[0].is_like(parts(without)[0])


@given(names=st.lists(NAMES, min_size=1, max_size=4), dice=st.randoms())
def test_the_order_of_the_parts_makes_no_difference(names, dice):
    # A particle goes with what follows it, so its place does matter.
    assume(not any(latin(name) in PARTICLES.split() or name.startswith("abd") for name in names))
    turned = [*names]
    dice.shuffle(turned)

    assert set(parts(" ".join(turned))) == set(parts(" ".join(names)))


@given(name=st.text(max_size=60))
def test_whatever_is_typed_has_few_parts_and_codes(name):
    found = parts(name)

    assert len(found) <= 8
    assert all(1 <= len(part.codes) <= 32 and "" not in part.spellings for part in found)


@pytest.mark.parametrize("nothing", ["", "   ", "-", "N. N.", "N.N", "12", "unbekannt", "XXX"])
def test_what_stands_for_a_missing_name_is_none(nothing):
    assert parts(nothing) == []


def test_letters_no_table_knows_stay_as_they_are():
    assert latin("李") == "李"
    assert [part.codes for part in parts("李 小龍")] == [{"李"}, {"小龍"}]
