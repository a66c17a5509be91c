"""Tags and filters that every template has (a builtin): the components, and Indonesian wording.

What each one draws is in `templates/components/`; all of them stand on the page /komponen/.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wfa.calendars import wording
from wfa.templatetags import drawings, fields, meanings, statuses
from wfa.templatetags.icons import icon
from workflows.services import Outcome, Receipt

register = template.Library()

# ---- wording ----------------------------------------------------------------


def _date(value: datetime.date | datetime.datetime) -> datetime.date:
    """A moment counts for the day it is in the region's zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date()
    return value


@register.filter
def pangkat(value: str) -> str:
    """ "Penata (III/c)" whose "(III/c)" stays on one line in a narrow column."""
    rank, bracket, grade = value.partition(" (")
    if not bracket:
        return value
    return format_html('{} <span class="nowrap">({}</span>', rank, grade)


@register.filter
def tanggal(value: datetime.date | None) -> str:
    """ "Jumat, 5 Juni 2026" """
    return wording.day(_date(value)) if value else ""


@register.filter
def tanggal_pendek(value: datetime.date | None) -> str:
    """ "5 Juni 2026" """
    return wording.short_day(_date(value)) if value else ""


@register.filter
def bulan(value: datetime.date | None) -> str:
    """ "Juni 2026" """
    return wording.month(_date(value)) if value else ""


@register.filter
def rentang(first: datetime.date | None, last: datetime.date | None) -> str:
    """ "5–7 Juni 2026"; one day as itself."""
    return wording.span(_date(first), _date(last)) if first and last else ""


@register.filter
def waktu(value: datetime.datetime | None) -> str:
    """ "Senin, 3 Agustus 2026, 08.15 WIB" """
    return wording.moment(value) if value else ""


@register.filter
def jam(value: datetime.datetime | None) -> str:
    """ "08.15 WIB" """
    return wording.clock(value) if value else ""


@register.filter
def angka(value: float | Decimal | None, decimals: int | None = None) -> str:
    """ "1.234,56" """
    return "" if value is None or value == "" else wording.number(value, decimals)


@register.filter
def nip(value: str | None) -> str:
    """ "19680411 199303 1 009" """
    return wording.nip(str(value)) if value else ""


@register.filter
def nomor(value: str | None) -> str:
    """A text that cites a paper: a long number may break after its slashes, not within a word.

    What is markup already stays as it is.
    """
    if isinstance(value, SafeString):
        return value
    words = [_breaking(word) for word in str(value or "").split(" ")]
    return format_html_join(" ", "{}", ((word,) for word in words))


_WIDE = 18
"""Letters that fit into one line of the narrowest column."""


def _breaking(word: str) -> str:
    if len(word) <= _WIDE:
        return word
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in word.split("/")))


@register.filter
def dalam_kalimat(value: str) -> str:
    """A label inside a sentence: "dilaporkan ke BKD", "jadwal Januari 2027"."""
    return wording.within(str(value))


@register.filter
def daftar_tanggal(value: Iterable[datetime.date] | None) -> str:
    """ "Jumat, 21 dan 28 Agustus 2026" """
    days = list(value or ())
    return wording.day_list(days) if days else ""


@register.filter
def ukuran(value: int | None) -> str:
    """ "212 KB" """
    return "" if value is None else wording.size(value)


# ---- leaves -----------------------------------------------------------------

register.simple_tag(icon)
register.simple_tag(statuses.tag)
register.simple_tag(statuses.status)
register.simple_tag(drawings.quota)
register.inclusion_tag("components/meaning.html")(meanings.meaning)


@register.inclusion_tag("components/crumb.html")
def crumb(url: str, label: str) -> dict[str, Any]:
    return {"url": url, "label": label}


@register.inclusion_tag("components/route.html")
def route(steps: Sequence[Mapping[str, str]], label: str = "Perjalanan") -> dict[str, Any]:
    """The way of a case; steps are {label, who, when, note, state}, see drawings.STOPS."""
    return {"stops": drawings.stops(steps), "label": label}


@register.inclusion_tag("components/steps.html")
def steps(labels: Sequence[str], current: int, urls: Sequence[str] = ()) -> dict[str, Any]:
    """Steps of a form; `current` counts from 1; `urls` lead back to the steps already done."""
    rows = [
        {
            "label": label,
            "done": number < current,
            "current": number == current,
            "url": urls[number - 1] if number <= len(urls) and number < current else "",
        }
        for number, label in enumerate(labels, start=1)
    ]
    return {"steps": rows}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A bound field: label, hint, optional, classes, quiet, show_when; the rest are attributes."""
    return fields.context(bound, **options)


@register.inclusion_tag("components/errors.html")
def errors(*sources: Any, subject: str = "Isian") -> dict[str, Any]:
    """Summary of forms, formsets, refusals or sentences; nothing when there is nothing wrong."""
    return {"problems": fields.problems(*sources), "subject": subject}


@register.inclusion_tag("components/receipts.html")
def receipts(answers: Iterable[Receipt]) -> dict[str, Any]:
    """Outcome of `workflows.services.perform`: how many done; the others by name and reason."""
    answers = list(answers)
    done = [a.sentence for a in answers if a.outcome is Outcome.DONE]
    groups: list[dict[str, Any]] = [
        {"tone": "ok", "title": f"{number} {sentence[0].lower()}{sentence[1:]}"}
        for sentence, number in Counter(done).items()
    ]
    for outcome, tone, title in (
        (Outcome.SAME, "same", "sudah diputus sebelumnya."),
        (Outcome.REFUSED, "bad", "tidak dapat diproses."),
    ):
        lines = [
            f"{a.request.applicant.get_short_name()}: {a.sentence[0].lower()}{a.sentence[1:]}"
            for a in answers
            if a.outcome is outcome
        ]
        if lines:
            groups.append({"tone": tone, "title": f"{len(lines)} {title}", "lines": lines})
    return {"groups": groups}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, param: str = "halaman") -> dict[str, Any]:
    """Pages of a list; all other parts of the query stay."""
    request = context["request"]

    def link(number: int) -> str:
        query = request.GET.copy()
        query[param] = str(number)
        return f"?{query.urlencode()}"

    window = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [
        {"number": n, "url": link(n), "current": n == page.number} if isinstance(n, int) else None
        for n in window
    ]
    return {
        "page": page,
        "numbers": numbers,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


# ---- wrappers ---------------------------------------------------------------


def _wrapped(name: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


@register.simple_block_tag
def panel(
    content: str,
    title: str = "",
    id: str = "",
    flush: bool = False,
    count: int | None = None,
    action_url: str = "",
    action_label: str = "",
) -> SafeString:
    return _wrapped(
        "panel",
        content=content,
        title=title,
        id=id,
        flush=flush,
        count=count,
        action_url=action_url,
        action_label=action_label,
    )


@register.simple_block_tag
def note(content: str, tone: str = "", title: str = "", role: str = "") -> SafeString:
    return _wrapped("note", content=content, tone=tone, title=title, role=role)


@register.simple_block_tag
def emptystate(content: str, title: str) -> SafeString:
    return _wrapped("empty", content=content, title=title)


@register.simple_block_tag
def pagehead(content: str, title: str, sub: str = "") -> SafeString:
    """Title and subtitle of a page; inside stand its status or its actions."""
    return _wrapped("pagehead", content=content, title=title, sub=sub)


@register.simple_block_tag
def datatable(
    content: str,
    caption: str,
    id: str = "",
    figures: bool = False,
    hide_caption: bool = False,
) -> SafeString:
    """A table in its own panel; inside stand thead, tbody and tfoot."""
    return _wrapped(
        "table",
        content=content,
        caption=caption,
        id=id,
        figures=figures,
        hide_caption=hide_caption,
    )


@register.simple_block_tag
def row(content: str, url: str, title: str) -> SafeString:
    """One linked row of `<ul class="rows">`; inside stand its <span class="meta"> lines."""
    return _wrapped("row", content=content, url=url, title=title)


@register.simple_block_tag
def facts(content: str, tight: bool = False) -> SafeString:
    """A list of facts; inside stand {% fact %} and {% factblock %}."""
    return format_html('<dl class="{}">{}</dl>', "facts tight" if tight else "facts", content)


@register.simple_tag
def fact(label: str, value: object, change_url: str = "", what: str = "") -> SafeString:
    """One fact; with `change_url` a link "Ubah" (`what` says to a screen reader what)."""
    shown = "–" if value is None or value == "" else value
    return _wrapped(
        "fact", label=label, content=shown, change_url=change_url, what=what or label.lower()
    )


@register.simple_block_tag
def factblock(content: str, label: str, change_url: str = "", what: str = "") -> SafeString:
    """A fact whose value is markup."""
    return fact(label, content, change_url, what)


@register.simple_block_tag
def verdict(
    content: str, tone: str, icon_name: str, word: str, sentence: str, id: str = "putusan"
) -> SafeString:
    """The answer of the public check; inside stand the few facts that anyone may see."""
    return _wrapped(
        "verdict", content=content, tone=tone, icon=icon_name, word=word, sentence=sentence, id=id
    )


@register.simple_block_tag
def bulk(content: str, says: str = "Untuk yang dicentang:", label: str = "") -> SafeString:
    """The bar of a <form data-bulk>; inside stand its buttons."""
    label = label or "Tindakan untuk yang dipilih"
    return _wrapped("bulk", content=content, says=says, label=label)
