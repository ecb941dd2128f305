"""Aims that stand only in prose: listed with their sentences to be thought about, never taken."""

import re
from collections.abc import Sequence

from dashboard.plans import places
from dashboard.plans.context import Settling
from dashboard.plans.documents import Paragraph
from dashboard.plans.naming import RowNames
from dashboard.words.folding import folded
from dashboard.words.messages import mark

_AIM = re.compile(
    r"\d+(?:[.,]\d+)*\s*%|\b(dat|tren|duoi|it nhat|toi thieu|khong qua|con|co|khoang)\s+\d+(?:[.,]\d+)*\s+(?!nam\b|ngay\b|thang\b|/)\w"
)
_SENTENCES = re.compile(r"(?<=[;.])\s+")
_NO_AIM = re.compile(r"^(can cu|kem theo|noi nhan|theo|phu luc|\(kem)")


def note_aims(settling: Settling, paragraphs: Sequence[Paragraph]) -> None:
    """Note every sentence outside the tables that sets a figure, with the indicator whose name is nearest."""
    names = RowNames(settling.catalogue, settling.province)
    for one in paragraphs:
        if _NO_AIM.match(folded(one.text)):
            continue
        for sentence in _SENTENCES.split(one.text):
            if _AIM.search(folded(sentence)):
                near = names.find(sentence[:200], (), "").places[:1]
                text = mark("“{sentence}” (gần nhất: {near})") if near else mark("“{sentence}”")
                settling.findings.note(
                    "prose", places.of_section(one.section), text, sentence=sentence, near="/".join(map(str, near[0])) if near else ""
                )  # fmt: skip
