"""What can be said of an indicator that only its row defines: in the file's form, with what is open said to be open."""

from collections.abc import Mapping

from dashboard.plans.additions import Entry
from dashboard.words.messages import mark
from dashboard.words.translations import translator

_PERIOD = mark("Kế hoạch không nêu ngày; đọc là đến cuối năm.")
_SOURCE = mark("Kế hoạch không nêu; cơ quan chủ trì: {agency}.")
_NO_SOURCE = mark("Kế hoạch không nêu.")
_BASIS = mark("Không định nghĩa trong kế hoạch; chỉ có tên hàng được in: “{name}”.")
_LONGEST = 400


def definition_of(indicator: Entry, line: Mapping[str, str]) -> Entry:
    """Return the definition of a new indicator, from the first row that prints it."""
    agency = line["agency_in_charge"]
    texts = {"period": (_PERIOD, {}), "source": (_SOURCE if agency else _NO_SOURCE, {"agency": agency})}
    texts["basis"] = (_BASIS, {"name": line["printed_name"][:250]})
    entry: Entry = {"vi": f"{indicator['vi']}.", "en": f"{indicator['en']}."}
    for name, (text, values) in texts.items():
        entry[name] = {language: translator(language)(text).format(**values)[:_LONGEST] for language in ("vi", "en")}
    return entry
