"""What changed as a letter: plain text and HTML with the same words, short enough to be read on a telephone."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.changes import words
from dashboard.changes.words import GROUP_WORDS, Group, Told
from dashboard.mart.mart import Mart
from dashboard.mart.queries import Changes
from dashboard.method import DUE_SOON
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

SHOWN = 15
"""How many changes of a group a letter tells; of the others it says how many there are."""


@dataclass(frozen=True)
class Digest:
    """A letter: its subject, and its words in both forms; ``is_empty`` says that nothing changed."""

    subject: str
    text: str
    html: str
    is_empty: bool


@dataclass(frozen=True)
class _Part:
    """A heading, what stands below it, and how much more there is."""

    heading: str
    items: Sequence[tuple[str, Sequence[str], str]]
    left: int


def digest(
    changes: Changes,
    mart: Mart,
    catalogue: Catalogue,
    *,
    language: str,
    about: str = "",
    site: str = "",
    page: str = "",
) -> Digest:
    """Return the letter.

    Args:
        changes: What it tells.
        mart: The later day's, which says whether figures are invented.
        catalogue: Names.
        language: Of the words.
        about: The filters in words, empty where there are none.
        site: The address of the installation with a slash at its end; empty where it is not known: then nothing is led to.
        page: The address of the page that shows the same, below it.
    """
    say = translator(language)
    sentence = words.summary(changes, language)
    parts = list(_parts(changes, catalogue, language))
    invented = say(mark("Số liệu minh hoạ, không phải số liệu chính thức.")) if mart.is_illustrative else ""
    until = date(changes.until, language=language)
    subject = say("Có gì mới trong chính sách xã hội, đến ngày {date}").format(date=until)
    if about:
        subject = f"{subject} ({about})"
    link = f"{site}{page}" if site else ""
    return Digest(
        subject=subject,
        text=_text(subject, invented, sentence, parts, link, language, site),
        html=_html(subject, invented, sentence, parts, link, language, site),
        is_empty=changes.is_empty,
    )


def _parts(changes: Changes, catalogue: Catalogue, language: str) -> Iterator[_Part]:
    say = translator(language)
    by_group: dict[Group, list[Told]] = {group: [] for group in GROUP_WORDS}
    for one in words.told(changes, catalogue, language):
        by_group[one.group].append(one)
    for group, told in by_group.items():
        if told:
            items = [(one.title, one.lines, one.link) for one in told[:SHOWN]]
            yield _Part(f"{say(GROUP_WORDS[group])} ({len(told)})", items, len(told) - len(items))
    near = changes.near.to_dicts()
    if near:
        heading = say("Hạn trong {days} ngày tới").format(days=DUE_SOON)
        items = [
            (
                f"{date(row['on'], language=language)}: {words.deadline_title(row, catalogue, language)}",
                (),
                words.deadline_link(row, language),
            )
            for row in near[:SHOWN]
        ]
        yield _Part(f"{heading} ({len(near)})", items, len(near) - len(items))


def _text(
    subject: str, invented: str, sentence: str, parts: Sequence[_Part], link: str, language: str, site: str
) -> str:
    say = translator(language)
    lines = [subject, "=" * len(subject), "", *([invented, ""] if invented else []), sentence]
    for part in parts:
        lines += ["", part.heading, "-" * len(part.heading)]
        for title, details, to in part.items:
            lines.append(f"- {title}")
            lines += [f"  {detail}" for detail in details]
            lines += [f"  {site}{to}"] if site else []
        if part.left:
            lines.append(say("… và {count} mục nữa").format(count=part.left))
    if link:
        lines += ["", say("Xem đầy đủ: {link}").format(link=link)]
    return "\n".join(" ".join(line.split("\n")) for line in lines) + "\n"


_STYLE = (
    "body{font-family:Segoe UI,Helvetica,Arial,sans-serif;color:#07151b;line-height:1.45;max-width:44rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.25rem}h2{font-size:1.05rem;margin:1.4rem 0 .4rem;border-bottom:1px solid #cfdadf;padding-bottom:.2rem}"
    "ul{padding-left:1.1rem;margin:0}li{margin:.35rem 0}.more{color:#4b6069}a{color:#0e4f63}"
)


def _html(
    subject: str, invented: str, sentence: str, parts: Sequence[_Part], link: str, language: str, site: str
) -> str:
    say, quoted = translator(language), html.escape
    body = [f"<h1>{quoted(subject)}</h1>"]
    body += [f"<p><strong>{quoted(invented)}</strong></p>"] if invented else []
    body.append(f"<p>{quoted(sentence)}</p>")
    for part in parts:
        body.append(f"<h2>{quoted(part.heading)}</h2>\n<ul>")
        for title, details, to in part.items:
            told = f'<a href="{quoted(site + to)}">{quoted(title)}</a>' if site else quoted(title)
            more = "".join(f'<br><span class="more">{quoted(detail)}</span>' for detail in details)
            body.append(f"<li>{told}{more}</li>")
        body.append("</ul>")
        if part.left:
            body.append(f'<p class="more">{quoted(say("… và {count} mục nữa").format(count=part.left))}</p>')
    if link:
        body.append(f'<p><a href="{quoted(link)}">{quoted(say("Xem đầy đủ trên trang Có gì mới"))}</a></p>')
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{quoted(subject)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )
