"""Recognising Vietnamese text in the alphabets from before Unicode: TCVN3 (fonts ``.Vn…``) and VNI.

Both write Vietnamese letters on code points that mean others in Unicode. A word gives itself away: it is no Vietnamese
syllable as it stands, and one when it is read in the old alphabet.
"""

import re
import unicodedata

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

_CIRCUMFLEX, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_MARKED = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE}
"""How letters are typed in the tables below, as every Vietnamese keyboard program takes them."""


def _spelled(typed: str) -> str:
    return unicodedata.normalize("NFC", "".join(_MARKED.get(sign, sign) for sign in typed))


# TCVN 5712:1993, the codes of VN3: the five tones of each vowel, then the unmarked letters.
_VOWELS = tuple(map(_spelled, ["a", "a8", "a6", "e", "e6", "i", "o", "o6", "o7", "u", "u7", "y"]))
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TCVN3_TONES = (
    (0xB5, 0xB6, 0xB7, 0xB8, 0xB9), (0xBB, 0xBC, 0xBD, 0xBE, 0xC6), (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    (0xCC, 0xCE, 0xCF, 0xD0, 0xD1), (0xD2, 0xD3, 0xD4, 0xD5, 0xD6), (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    (0xDF, 0xE1, 0xE2, 0xE3, 0xE4), (0xE5, 0xE6, 0xE7, 0xE8, 0xE9), (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    (0xEF, 0xF1, 0xF2, 0xF3, 0xF4), (0xF5, 0xF6, 0xF7, 0xF8, 0xF9), (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
)  # fmt: skip
_PLAIN = (*map(_spelled, ["a8", "a6", "e6", "o6", "o7", "u7"]), "\u0111")
TCVN3 = {
    chr(code): unicodedata.normalize("NFC", vowel + tone)
    for vowel, codes in zip(_VOWELS, _TCVN3_TONES, strict=True)
    for code, tone in zip(codes, (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True)
}
TCVN3 |= {chr(code): unicodedata.normalize("NFC", letter) for code, letter in enumerate(_PLAIN, 0xA8)}
TCVN3 |= {chr(code): unicodedata.normalize("NFC", letter).upper() for code, letter in enumerate(_PLAIN, 0xA1)}

# VNI for Windows writes the marks as a letter of their own behind the vowel.
_VNI_MARKS = {
    "\u00f8": _GRAVE, "\u00f9": _ACUTE, "\u00fb": _HOOK, "\u00f5": _TILDE, "\u00ef": _DOT,
    "\u00e2": _CIRCUMFLEX, "\u00e1": _CIRCUMFLEX + _ACUTE, "\u00e0": _CIRCUMFLEX + _GRAVE,
    "\u00e5": _CIRCUMFLEX + _HOOK, "\u00e3": _CIRCUMFLEX + _TILDE, "\u00e4": _CIRCUMFLEX + _DOT,
    "\u00ea": _BREVE, "\u00e9": _BREVE + _ACUTE, "\u00e8": _BREVE + _GRAVE, "\u00fa": _BREVE + _HOOK,
    "\u00fc": _BREVE + _TILDE, "\u00eb": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {
    "\u00ed": "i" + _ACUTE, "\u00ec": "i" + _GRAVE, "\u00e6": "i" + _HOOK, "\u00f3": "i" + _TILDE,
    "\u00f2": "i" + _DOT, "\u00f4": "o" + _HORN, "\u00f6": "u" + _HORN, "\u00ee": "y" + _DOT, "\u00f1": "\u0111",
}  # fmt: skip

_ONSETS = r"ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx\u0111]"
_RIMES = (
    "a ai ao au ay a6u a6y e eo e6 e6u i ia ie6 ie6u iu o oa oai oao oay oe oeo oi o6 o6i o7 o7i oo u ua ua6 ua6y ue ue6 ui "
    "uo6 uo6i uo7 uy uya uye6 uyu u7 u7a u7i u7o7 u7o7i u7o7u u7u y ye6 ye6u a8 oa8 a6"
)
_SYLLABLE = re.compile(
    f"(?:{_ONSETS})?(?:{'|'.join(sorted(map(_spelled, _RIMES.split()), key=len, reverse=True))})(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"'/\\%+\-=<>|&_*@#“”‘’…–—]{2,12}")


def legacy_encoding(text: str, standing_for: str) -> tuple[str, str] | None:
    """Return the old alphabet the text is written in and a word of it as it stands; None when it is none.

    Args:
        text: The text, with code points up to 255 standing for themselves.
        standing_for: ``unicode`` when the text is Unicode, else the encoding its bytes (as Latin-1) would be read in.
    """
    good, old = 0, {"TCVN3 (ABC)": [], "VNI": []}  # type: tuple[int, dict[str, list[str]]]
    for word in dict.fromkeys(_WORD.findall(text)):
        if word.isascii():
            continue
        if is_syllable(word if standing_for == "unicode" else _read_as(word, standing_for)):
            good += 1
        elif max(word) <= "\u00ff":
            if is_syllable("".join(TCVN3.get(sign, sign) for sign in word)):
                old["TCVN3 (ABC)"].append(word)
            if is_syllable(_from_vni(word)):
                old["VNI"].append(word)
    name, words = max(old.items(), key=lambda entry: len(entry[1]))
    return (name, words[0]) if len(words) >= 2 and 4 * len(words) > good else None


def is_syllable(word: str) -> bool:
    """Return whether the word has the shape of one Vietnamese syllable with at most one tone."""
    signs = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in signs if sign in _TONES]
    plain = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES))
    return len(tones) <= 1 and bool(_SYLLABLE.fullmatch(plain))


def _read_as(word: str, encoding: str) -> str:
    return word.encode("latin-1", "replace").decode(encoding, "replace")


def _from_vni(word: str) -> str:
    read: list[str] = []
    for sign in word.lower():
        marks = _VNI_MARKS.get(sign)
        if marks and read and read[-1][0] in "aeouy" and len(read[-1]) <= 2:
            read[-1] += marks
        else:
            read.append(_VNI_LETTERS.get(sign, sign))
    return unicodedata.normalize("NFC", "".join(read))
