"""Texts as they are compared: without diacritics, case and spelling variants."""

import re
import unicodedata
from functools import lru_cache

SHORT_FORMS = {
    "llld": "luc luong lao dong",
    "nld": "nguoi lao dong",
    "bhyt": "bao hiem y te",
    "bhxh": "bao hiem xa hoi",
    "bhtn": "bao hiem that nghiep",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "dtts": "dan toc thieu so",
    "dbdtts": "dong bao dan toc thieu so",
    "mn": "mien nui",
    "ldtbxh": "lao dong thuong binh va xa hoi",
    "tbxh": "thuong binh va xa hoi",
    "tb": "thuong binh",
    "xh": "xa hoi",
    "gddt": "giao duc va dao tao",
    "gd": "giao duc",
    "dt": "dao tao",
    "nnptnt": "nong nghiep va phat trien nong thon",
    "tnmt": "tai nguyen va moi truong",
    "tttt": "thong tin va truyen thong",
    "vhttdl": "van hoa the thao va du lich",
    "ubnd": "uy ban nhan dan",
    "kt": "ki thuat",
    "dv": "dich vu",
    "cntt": "cong nghe thong tin",
    "nvs": "nha ve sinh",
    "tp": "thanh pho",
    "tx": "thi xa",
    "dvt": "don vi tinh",
    "dam bao": "bao dam",
}
"""What short forms and variants, folded, are spelled out as; ``ui/frame/jump.js`` folds what is typed in the same way."""
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SHORT = re.compile(r"\b(?:" + "|".join(sorted(SHORT_FORMS, key=len, reverse=True)) + r")\b")


def folded(text: str) -> str:
    """Return the text without diacritics and case, đ as d: what searching compares."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Return what is compared of a name: no diacritics, case or punctuation, i for y, short forms spelled out.

    ``Tỷ lệ bác sỹ``, ``tỉ lệ bác sĩ`` and ``TỈ LỆ  BÁC-SĨ`` have one normal form, and so have ``LLLĐ`` and ``lực lượng lao động``.
    """
    words = _NOT_LETTERS.sub(" ", folded(text).replace("&", " va ")).strip()
    spelled = _SHORT.sub(lambda found: SHORT_FORMS[found[0]], words)
    return spelled.replace("y", "i")
