"""The pieces as template tags: ``{% load components %}``.

Pieces that repeat in long lists (badges, stamps, bars) write their HTML themselves, because a template a row is what
makes long lists slow; the others are templates in ``components/`` with their variables listed at the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import formats, timezone, translation
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from lutra.law import clocks
from lutra.web.components.pieces import NextAct, Receipt, Step

register = template.Library()

# From this many working days down, a date is "soon". A matter of attention, not of law.
SOON = 3
# The ruler stays one strip on a wide page up to this many days; longer ones keep their weeks.
STRIP = 27


def _say(text: Any) -> str:
    """Return a law text (``{"id": …, "en": …}`` or an object with those names) in the reader's language."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    language = (get_language() or "id")[:2]
    if isinstance(text, Mapping):
        return str(text.get(language) or text.get("id") or "")
    return str(getattr(text, language, None) or getattr(text, "id", "") or text)


@register.filter
def say(text: Any) -> str:
    """``{{ ground.label|say }}``: a text of the statute book in the reader's language."""
    return _say(text)


@register.simple_tag
def term(rule: str) -> str:
    """``{% term "data.correction" %}``: how long a clock of the statute book is, in the reader's language."""
    return _say(clocks.rule(rule).term)


# ---------------------------------------------------------------- days and moments


@dataclass(frozen=True)
class _Names:
    """Names of days (Monday first) and months (January first) in one language."""

    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]


@lru_cache(maxsize=8)
def _names_in(language: str) -> _Names:
    with translation.override(language):
        return _Names(
            tuple(str(WEEKDAYS[n]) for n in range(7)),
            tuple(str(WEEKDAYS_ABBR[n]) for n in range(7)),
            tuple(str(MONTHS[n]) for n in range(1, 13)),
            tuple(str(MONTHS_3[n]).title() for n in range(1, 13)),
        )


def _names() -> _Names:
    """Django's own formatting asks the catalogue for every part of every date; a ruler shows dozens of them."""
    return _names_in(get_language() or "id")


@register.filter
def day(value: date | None) -> str:
    """``Senin, 16 Maret 2020``; empty for None."""
    if not value:
        return ""
    names = _names()
    return f"{names.days[value.weekday()]}, {value.day} {names.months[value.month - 1]} {value.year}"


@register.filter
def short_day(value: date | None) -> str:
    """``16 Mar 2020``; empty for None."""
    return f"{value.day} {_names().short_months[value.month - 1]} {value.year}" if value else ""


def _named_day(value: date) -> str:
    """``Sen, 16 Mar 2020``."""
    return f"{_names().short_days[value.weekday()]}, {short_day(value)}"


@register.filter
def moment(value: datetime | None, zone: str = "Asia/Makassar") -> str:
    """``16 Maret 2020, 14.05 WITA``: a UTC moment in a government's zone; empty for None."""
    if value is None:
        return ""
    local = timezone.localtime(value, ZoneInfo(zone))
    month = _names().months[local.month - 1]
    return f"{local.day} {month} {local.year}, {local:%H.%M} {local.tzname()}"


@register.filter
def number(value: int | float | None) -> str:
    """``12.480`` (id) or ``12,480`` (en); a dash for None."""
    if value is None:
        return "–"
    text = f"{int(value) if value == int(value) else value:,}"
    return text if (get_language() or "id").startswith("en") else text.translate(str.maketrans(",.", ".,"))


@register.filter
def grouped(code: str) -> str:
    """A tracking code in groups of four, easy to read aloud: ``K7QM 2XRA 9T``."""
    bare = re.sub(r"[\s-]", "", code)
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))


@register.filter
def size(count: int | None) -> str:
    """Bytes as ``640 KB`` or ``1,2 MB``; empty for None."""
    if count is None:
        return ""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{formats.number_format(count / 1_000_000, 1)} MB"


# ---------------------------------------------------------------- small pieces, written without a template


@register.simple_tag
def due_badge(days_left: int | None, is_done: bool = False) -> SafeString:
    """How long is left, in words with a shape.

    ``days_left``: working days until the due date, 0 on the day itself, negative when late; None when no clock runs.
    ``is_done`` shows a calm "selesai" or, with a negative ``days_left``, how late the answer was.
    """
    if days_left is None:
        return mark_safe("")
    late = -days_left
    if is_done:
        words = gettext("tepat waktu") if days_left >= 0 else _late_words(late)
        mood, shape = ("done", "✓") if days_left >= 0 else ("late", "▲")
    elif days_left < 0:
        mood, shape, words = "late", "▲", _late_words(late)
    elif days_left == 0:
        mood, shape, words = "soon", "◆", gettext("jatuh tempo hari ini")
    else:
        mood, shape = ("soon", "◆") if days_left <= SOON else ("calm", "●")
        words = ngettext("%(n)s hari kerja lagi", "%(n)s hari kerja lagi", days_left) % {"n": days_left}
    return format_html(
        '<span class="due due--{}"><span aria-hidden="true">{}</span><span>{}</span></span>',
        mood,
        shape,
        words,
    )


def _late_words(late: int) -> str:
    return ngettext("terlambat %(n)s hari kerja", "terlambat %(n)s hari kerja", late) % {"n": late}


@register.simple_tag
def stage(label: Any) -> SafeString:
    """Where a case is, as a quiet tag. ``label``: a text of the workflow table."""
    return format_html('<span class="stage">{}</span>', _say(label))


@register.simple_tag
def stamp(outcome: str, label: Any, big: bool = False) -> SafeString:
    """What was decided, as a stamp. ``outcome``: a code of the law's outcomes ("granted", "refused", "silent" …)."""
    return format_html(
        '<span class="stamp stamp--{}{}">{}</span>',
        outcome or "plain",
        " stamp--big" if big else "",
        _say(label),
    )


@register.simple_tag
def clock_bar(used: int, total: int, extension: int = 0, late: int = 0) -> SafeString:
    """The ruler for one line of a list: a tick a working day, filled as they pass.

    ``used``: working days gone; ``total``: days of the first stretch; ``extension``: days of a second one; ``late``:
    days beyond the last of them (drawn up to five, said in full).
    """
    return _bar(get_language(), used, total, extension, late)


@lru_cache(maxsize=512)  # a list shows the same few bars in row after row
def _bar(_language: str | None, used: int, total: int, extension: int, late: int) -> SafeString:
    days = total + extension
    ticks = [
        (
            i * 7 + (3 if i >= total else 0) + (3 if i >= days else 0),
            " ".join(
                name
                for name, applies in (
                    ("gone", i < min(used, days)),
                    ("ext", total <= i < days),
                    ("over", i >= days),
                )
                if applies
            ),
        )
        for i in range(days + min(late, 5))
    ]
    if late:
        words = _late_words(late)
    elif used:
        words = gettext("hari ke-%(used)s dari %(days)s") % {"used": min(used, days), "days": days}
    else:
        words = gettext("hitungan belum mulai")
    width = ticks[-1][0] + 6 if ticks else 1
    return format_html(
        '<span class="bar"><svg width="{}" height="14" viewBox="0 0 {} 14" aria-hidden="true">{}</svg>'
        "<span>{}</span></span>",
        width,
        width,
        format_html_join(
            "", '<rect x="{}" y="1" width="5" height="12" class="{}"/>', ((x + 0.5, c) for x, c in ticks)
        ),
        words,
    )


@register.simple_tag
@lru_cache(maxsize=512)
def qr(text: str) -> SafeString:
    """A QR code as inline SVG without styles, so it passes the content policy and prints sharp."""
    code = segno.make(text, error="m", micro=False)
    size_ = code.symbol_size(border=0)[0]
    runs = []
    for y, line in enumerate(code.matrix):
        x = 0
        while x < len(line):
            if line[x]:
                start = x
                while x < len(line) and line[x]:
                    x += 1
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return format_html(
        '<svg viewBox="0 0 {0} {0}" width="{1}" height="{1}" aria-hidden="true" shape-rendering="crispEdges">'
        '<path d="{2}" fill="#000"/></svg>',
        size_,
        size_ * 4,
        "".join(runs),
    )


# ---------------------------------------------------------------- the ruler


@register.inclusion_tag("components/ruler.html")
def ruler(
    cells: Sequence[Any], explanation: Iterable[Any] = (), caption: str = "", open_steps: bool = False
) -> dict[str, Any]:
    """The working-day ruler from ``law.clocks.ruler(...)``.

    ``explanation``: the due date's steps, shown as the text equivalent (made from the cells when not given);
    ``caption``: a sentence above it; ``open_steps`` unfolds the derivation at once.
    """
    gone = _gone(cells)
    marks = [_mark(cell, i, cells, is_gone=i <= gone) for i, cell in enumerate(cells)]
    named = [m for m in marks if m["name"]]
    return {
        "marks": marks,
        "named": named,
        "caption": caption,
        "steps": [_step_words(step) for step in explanation]
        or [step for cell in cells if (step := _cell_words(cell))],
        "open_steps": open_steps,
        "is_strip": len(marks) <= STRIP,
        "has_weekend": any(m["kind"] == "weekend" for m in marks),
        "has_extension": any(m["stretch"] == "extension" for m in marks),
        "has_late": any(m["stretch"] == "late" for m in marks),
    }


_CELL = (
    '<li class="ruler__day {}"><span class="ruler__date">{}<br><b>{}</b>{}</span><span class="ruler__count">{}</span>'
    '<span class="ruler__mark">{}</span></li>'
)
OFF = frozenset({"weekend", "holiday", "joint_leave", "voting_day", "local_holiday"})


def _mark(cell: Any, index: int, cells: Sequence[Any], *, is_gone: bool) -> dict[str, Any]:
    """Lay one cell of the law's ruler out: its HTML, and what the key under the ruler says about it."""
    names = _names()
    is_off = cell.kind in OFF
    is_named = is_off and cell.kind != "weekend"
    stretch = str(cell.stretch or "reply")
    classes = [f"ruler__day--wd{cell.date.isoweekday()}", f"ruler__day--{stretch}"]
    classes += ["ruler__day--off"] if is_off else []
    classes += ["ruler__day--named"] if is_named else []
    classes += ["ruler__day--start"] if cell.kind == "start" else []
    classes += ["ruler__day--gone"] if is_gone else []
    classes += ["ruler__day--today"] if cell.is_today else []
    classes += ["ruler__day--due"] if cell.is_due else []
    classes += ["ruler__day--answered"] if cell.is_answered else []
    word = ""
    if cell.is_answered:
        word = gettext("dijawab")
    elif cell.is_due:
        word = gettext("batas")
    elif cell.is_today:
        word = gettext("hari ini")
    elif cell.kind == "start":
        word = gettext("masuk")
    elif is_named:
        word = gettext("libur")
    shows_month = index == 0 or cell.date.day == 1 or cell.date.month != cells[index - 1].date.month
    return {
        "date": cell.date,
        "kind": cell.kind,
        "stretch": stretch,
        "name": _say(cell.label) if is_named else "",
        "decree": cell.decree or "",
        "html": format_html(
            _CELL,
            " ".join(classes),
            names.short_days[cell.date.weekday()],
            cell.date.day,
            f" {names.short_months[cell.date.month - 1]}" if shows_month else "",
            cell.count if cell.count is not None else ("▸" if cell.kind == "start" else "\N{NO-BREAK SPACE}"),
            word,
        ),
    }


def _gone(cells: Sequence[Any]) -> int:
    """The place of the last day that is behind us: the answer when there is one, else today; -1 when none is."""
    stop = next((i for i, c in enumerate(cells) if c.is_answered), None)
    if stop is None:
        stop = next((i for i, c in enumerate(cells) if c.is_today), None)
    if stop is None:
        return len(cells) - 1 if cells and cells[-1].date < timezone.now().date() else -1
    return stop


def _cell_note(cell: Any, is_named: bool) -> str:
    notes = []
    if cell.kind == "start":
        notes.append(gettext("diterima; hitungan mulai hari kerja berikutnya"))
    elif is_named:
        notes.append(gettext("tidak dihitung: %(name)s") % {"name": _say(cell.label)})
        notes += [cell.decree] if cell.decree else []
    elif cell.kind == "weekend":
        notes.append(gettext("akhir pekan, tidak dihitung"))
    elif cell.count is not None:
        if cell.stretch == "late":
            notes.append(gettext("hari kerja terlambat ke-%(n)s") % {"n": cell.count})
        elif cell.stretch == "extension":
            notes.append(gettext("hari kerja perpanjangan ke-%(n)s") % {"n": cell.count})
        else:
            notes.append(gettext("hari kerja ke-%(n)s") % {"n": cell.count})
    notes += [gettext("hari ini")] if cell.is_today else []
    notes += [gettext("batas waktu")] if cell.is_due else []
    notes += [gettext("dijawab")] if cell.is_answered else []
    return "; ".join(notes)


def _cell_words(cell: Any) -> dict[str, str] | None:
    """A cell as two columns of text; weekends say nothing unless it is today."""
    if cell.kind == "weekend" and not cell.is_today:
        return None
    return {
        "date": _named_day(cell.date),
        "words": _cell_note(cell, cell.kind in OFF and cell.kind != "weekend"),
    }


def _step_words(step: Any) -> dict[str, str]:
    """A step of a derivation (object or stored JSON: date, kind, count, label, decree) as two columns of text."""
    read = step.get if isinstance(step, Mapping) else lambda name, default=None: getattr(step, name, default)
    on = read("date")
    if isinstance(on, str):
        on = date.fromisoformat(on)
    parts = [_say(read("label"))]
    count = read("count")
    if count is not None and not parts[0]:
        parts[0] = gettext("hari kerja ke-%(n)s") % {"n": count}
    elif count is not None and str(count) not in parts[0]:
        parts.append(gettext("hari kerja ke-%(n)s") % {"n": count})
    if read("decree"):
        parts.append(str(read("decree")))
    return {
        "date": _named_day(on) if on else "",
        "words": "; ".join(p for p in parts if p),
    }


# ---------------------------------------------------------------- the larger pieces


@register.inclusion_tag("components/thread.html")
def thread(steps: Iterable[Step], zone: str = "Asia/Makassar") -> dict[str, Any]:
    """A case's story. ``steps``: oldest first; give ``Step.entry`` only where an officer reads."""
    return {"steps": list(steps), "zone": zone}


@register.inclusion_tag("components/next_act.html", takes_context=True)
def next_act(context: template.Context, act: NextAct | None, kicker: str = "") -> dict[str, Any]:
    """The card of what the law needs now. ``kicker``: a small line above the sentence."""
    return {"act": act, "kicker": kicker, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/receipt.html")
def receipt(slip: Receipt) -> dict[str, Any]:
    """The proof of receipt; prints on A4 and on an 80 mm roll."""
    return {"slip": slip}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, Any]:
    """One field with label, help and an error that says what to do.

    ``css``: extra classes ("field--short"). A widget's ``choice_notes`` (value -> small text) explains its choices.
    """
    widget = bound.field.widget
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    notes: Mapping[str, str] = getattr(widget, "choice_notes", {})
    describedby = " ".join(
        f"{bound.auto_id}_{part}"
        for part, present in (("helptext", bound.help_text), ("error", bound.errors))
        if present
    )
    return {
        "bound": bound,
        "css": css,
        "is_group": is_group,
        "is_check": isinstance(widget, CheckboxInput),
        "choices": [{"tag": sub, "note": notes.get(str(sub.data["value"]), "")} for sub in bound]
        if is_group
        else [],
        "describedby": describedby,
        "is_optional": not bound.field.required and not getattr(bound.field, "needed_sometimes", False),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Everything wrong with a form, each line a link to its field; nothing when all is well."""
    errors = [
        {"href": _first_input(form[name]), "label": form[name].label, "text": text}
        for name in form.fields
        for text in form.errors.get(name, [])
    ]
    errors += [{"href": "", "label": "", "text": text} for text in form.non_field_errors()]
    return {"errors": errors}


def _first_input(bound: BoundField) -> str:
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"#{bound.auto_id}_0"
    return f"#{bound.auto_id}"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, newer: str = "", older: str = "", summary: str = ""
) -> dict[str, Any]:
    """Newer and older. ``newer``/``older``: cursors put into ``?sesudah=``/``?sebelum=`` beside the other filters."""
    request = context["request"]

    def link(name: str, cursor: str) -> str:
        query = request.GET.copy()
        for old in ("sesudah", "sebelum"):
            query.pop(old, None)
        query[name] = cursor
        return f"?{query.urlencode()}"

    return {
        "newer": link("sesudah", newer) if newer else "",
        "older": link("sebelum", older) if older else "",
        "summary": summary,
    }
