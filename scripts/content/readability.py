"""Sentences, words, syllables and the reading grade of a text."""

import re
from collections.abc import Iterable

import sentencex  # type: ignore[import-untyped]

# A full stop stands inside a word before a small letter or between figures (“e.g.”, “1.5”).
_STOP = r"(?<=[A-Za-z])\.(?=[a-z])|(?<=[0-9])\.(?=[0-9])"
_WORD = re.compile(rf"[^\W_]+(?:(?:['’,:&-]|{_STOP})[^\W_]+)*")

# Vowels that are not heard: at the end of “leave”, “walked”, “needs”; inside “hopeless” and “something”.
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyszxcghl])es$"
    r"|(?<=[^aeiouyl])e(?=ly|less|ful|ment|ness|ty$|thing|one|body|where)"
)
# Vowels side by side that are two syllables, and endings that are one without a vowel: “being”, “couldn't”, “rhythm”.
_APART = re.compile(
    r"(?<![tscg])i(?:[aou](?!u)|e[nt])|(?<![tscg])eo|ua|[aeiouy]ing|(?<=.)y[aiou]|sm$|thm$|[^aeiouyr]n't$"
)
_CONTRACTED = re.compile(r"'(?:s|d|m|ll|re|ve)$")


def words(text: str) -> list[str]:
    """List the words of a text.

    Args:
        text: plain text. “Self-help”, “don't”, “9:30” and “1,700” are one word each, “he/she” is two.

    Returns:
        The words, without marks around them.
    """
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """Count the syllables of a word by its groups of vowels, which is near enough for a grade.

    A figure counts as one, so that no year and no number to call makes a page look hard; capitals are spelled out.
    """
    if re.fullmatch(r"[A-Z]{2,}", word):
        return len(word) + 2 * word.count("W")
    plain = word.lower().replace("’", "'")
    parts = [] if re.search(r"\d", plain) else re.split(r"[^\w']+", plain)
    return max(1, sum(_by_vowels(_CONTRACTED.sub("", part)) for part in parts))


def _by_vowels(word: str) -> int:
    heard = _SILENT.sub("", word)
    return max(1, len(re.findall(r"[aeiouy]+", heard)) + len(_APART.findall(heard)))


def sentences(text: str) -> list[tuple[int, str]]:
    """Cut a text into sentences, by the rules of Wikimedia's sentencex.

    Args:
        text: plain text of one paragraph; line breaks in it are spaces.

    Returns:
        For each sentence with a word in it, the place of its first character in the text, and the sentence.
    """
    found = []
    for part in sentencex.get_sentence_boundaries("en", text):
        sentence = part["text"].strip()
        if words(sentence):
            found.append((part["start_index"] + part["text"].index(sentence), sentence))
    return found


def measure(texts: Iterable[str]) -> tuple[float, float]:
    """Measure paragraphs: how many words a sentence has, and the school year in the United States that a reader needs.

    Kincaid, Fishburne, Rogers and Chissom 1975, *Derivation of new readability formulas*. Both are 0 without any words.
    """
    every = list(texts)
    found = [word for text in every for word in words(text)]
    if not found:
        return 0.0, 0.0
    average = len(found) / sum(len(sentences(text)) for text in every)
    return average, 0.39 * average + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
