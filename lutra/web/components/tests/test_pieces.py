"""The pieces say in words what they show in colour and shape."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lutra.law import clocks
from lutra.web.components.pieces import File, NextAct, Receipt, Step
from lutra.web.components.templatetags.components import (
    clock_bar,
    day,
    due_badge,
    grouped,
    moment,
    number,
    qr,
    say,
    size,
    stamp,
)

STYLES = Path(__file__).parents[1] / "static" / "lutra" / "lutra.css"


def draw(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("days_left", "is_done", "said"),
    [
        (6, False, "6 hari kerja lagi"),
        (0, False, "jatuh tempo hari ini"),
        (-3, False, "terlambat 3 hari kerja"),
        (4, True, "tepat waktu"),
        (-1, True, "terlambat 1 hari kerja"),
    ],
)
def test_a_due_badge_says_in_words_how_long_is_left(days_left: int, is_done: bool, said: str) -> None:
    assert said in words(due_badge(days_left, is_done))


def test_soon_and_late_have_shapes_of_their_own() -> None:
    assert len({re.search(r'aria-hidden="true">(.)', due_badge(n))[1] for n in (9, 2, -1)}) == 3  # type: ignore[index]


def test_a_case_without_a_running_clock_has_no_badge() -> None:
    assert due_badge(None) == ""


@pytest.mark.law("C02")
def test_the_ruler_names_the_holiday_and_its_decree() -> None:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    extension = clocks.due("request.extension", reply.due)
    html = draw("{% ruler cells %}", cells=clocks.ruler(reply, extension=extension, today=date(2020, 3, 18)))
    said = words(html)
    assert "25 Mar 2020 Hari Suci Nyepi" in said
    assert "SKB 728" in said
    assert html.count('class="ruler__day ') == 25  # 2 to 26 March, one cell a day


def test_the_ruler_tells_a_screen_reader_every_counted_day_and_today() -> None:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    said = words(draw("{% ruler cells %}", cells=clocks.ruler(reply, today=date(2020, 3, 6))))
    assert all(f"hari kerja ke-{n}" in said for n in range(1, 11))
    assert "hari kerja ke-4; hari ini" in said
    assert "hari kerja ke-10; batas waktu" in said


def test_the_ruler_fills_the_days_that_are_gone_and_no_other() -> None:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    html = draw("{% ruler cells %}", cells=clocks.ruler(reply, today=date(2020, 3, 6)))
    assert html.count("ruler__day--gone") == 5
    answered = clocks.ruler(reply, today=date(2020, 3, 20), answered_on=date(2020, 3, 3))
    assert draw("{% ruler cells %}", cells=answered).count("ruler__day--gone") == 2


def test_the_ruler_counts_late_days_beyond_the_flag() -> None:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    said = words(draw("{% ruler cells %}", cells=clocks.ruler(reply, today=date(2020, 3, 18))))
    assert "hari kerja terlambat ke-2; hari ini" in said


def test_a_stored_derivation_is_shown_as_it_was_stored() -> None:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    stored = reply.as_json()["explanation"]
    said = words(
        draw(
            "{% ruler cells explanation=steps %}",
            cells=clocks.ruler(reply, today=date(2020, 3, 6)),
            steps=stored,
        )
    )
    assert "hari kerja ke-10" in said


@pytest.mark.parametrize(
    ("numbers", "said", "gone", "over"),
    [((4, 10), "hari ke-4 dari 10", 4, 0), ((10, 10, 0, 3), "terlambat 3 hari kerja", 10, 3)],
)
def test_the_bar_of_a_list_draws_a_tick_a_working_day(
    numbers: tuple[int, ...], said: str, gone: int, over: int
) -> None:
    html = clock_bar(*numbers)
    assert said in words(html)
    assert (html.count('"gone"'), html.count('"over"')) == (gone, over)


def test_a_long_lateness_is_said_in_full_and_drawn_short() -> None:
    html = clock_bar(10, 10, 0, 200)
    assert "terlambat 200 hari kerja" in words(html)
    assert html.count("<rect") == 15


def test_the_thread_shows_the_book_mark_only_when_it_is_given() -> None:
    step = Step("Diterima", "Waktu berjalan.", datetime(2020, 3, 2, 1, 12, tzinfo=UTC), entry="9f31c0a2")
    assert "#9f31c0a2" in draw("{% thread steps %}", steps=[step])
    assert "#" not in words(draw("{% thread steps %}", steps=[Step("Diterima")]))


def test_a_coming_step_is_announced_as_coming() -> None:
    said = words(draw("{% thread steps %}", steps=[Step("Jawaban", due=date(2020, 3, 16), state="next")]))
    assert "Berikutnya:" in said
    assert "Senin, 16 Maret 2020" in said


def test_the_next_act_posts_with_a_token_or_leads_on() -> None:
    posting = draw(
        "{% next_act act %}",
        act=NextAct("Putuskan", label="Putuskan", url="/x", method="post"),
        csrf_token="t",
    )
    assert 'value="t"' in posting
    leading = draw("{% next_act act %}", act=NextAct("Putuskan", label="Putuskan", url="/x"))
    assert 'href="/x"' in leading
    assert "csrf" not in leading


def test_no_next_act_draws_nothing() -> None:
    assert draw("{% next_act act %}", act=None).strip() == ""


@pytest.mark.law("Q11")
def test_the_receipt_holds_number_moment_due_date_clause_and_code() -> None:
    slip = Receipt(
        government="Kabupaten Luwu Utara",
        number="0017/PPID/LUTRA/2020",
        received_at=datetime(2020, 3, 2, 1, 12, tzinfo=UTC),
        due=date(2020, 3, 16),
        clause="Pasal 22 ayat (7) UU 14/2008",
        code="K7QM2XRA9TNE",
        address="https://ppid.example/t/K7QM2XRA9TNE/",
        officer="Petugas loket 1",
        days=10,
    )
    said = words(draw("{% receipt slip %}", slip=slip))
    for part in (
        "0017/PPID/LUTRA/2020",
        "2 Maret 2020, 09.12 WITA",
        "Senin, 16 Maret 2020",
        "10 hari kerja",
        "Pasal 22 ayat (7) UU 14/2008",
        "K7QM 2XRA 9TNE",
        "Petugas loket 1",
    ):
        assert part in said


class Asking(forms.Form):
    nik = forms.CharField(label="NIK", help_text="16 angka.", min_length=16)
    way = forms.ChoiceField(label="Cara", choices=[("a", "Satu"), ("b", "Dua")], widget=forms.RadioSelect)


def test_an_error_is_tied_to_its_field_and_the_value_is_kept() -> None:
    html = draw("{% error_summary form %}{% field form.nik %}", form=Asking({"nik": "7322"}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_nik_helptext id_nik_error"' in html
    assert 'id="id_nik_error"' in html
    assert 'id="id_nik_helptext"' in html
    assert 'value="7322"' in html
    assert 'href="#id_nik"' in html


def test_the_error_summary_leads_to_the_first_choice_of_a_group() -> None:
    assert 'href="#id_way_0"' in draw("{% error_summary form %}", form=Asking({"nik": "1" * 16}))


def test_choices_stand_in_a_group_with_a_legend() -> None:
    html = draw("{% field form.way %}", form=Asking())
    assert "<fieldset" in html
    assert "<legend>Cara" in html
    assert html.count('type="radio"') == 2


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw("{% error_summary form %}", form=Asking()).strip() == ""


def test_paging_keeps_the_filters_and_drops_the_old_cursor() -> None:
    request = RequestFactory().get("/register/?year=2020&sebelum=9")
    html = draw("{% pagination older='5' %}", request=request)
    assert "?year=2020&amp;sebelum=5" in html


def test_what_people_wrote_is_never_markup() -> None:
    evil = "<b>x</b>"
    for html in (
        stamp("granted", evil),
        draw("{% thread steps %}", steps=[Step(evil, evil, by=evil, files=(File(evil, "/x"),))]),
        draw("{% next_act act %}", act=NextAct(evil)),
    ):
        assert "<b>x" not in html


def test_dates_and_numbers_speak_the_readers_language() -> None:
    assert day(date(2020, 3, 16)) == "Senin, 16 Maret 2020"
    assert number(12480) == "12.480"
    with translation.override("en"):
        assert day(date(2020, 3, 16)) == "Monday, 16 March 2020"
        assert number(12480) == "12,480"
        assert say({"id": "Ditolak", "en": "Refused"}) == "Refused"
    assert say({"id": "Ditolak", "en": "Refused"}) == "Ditolak"


@pytest.mark.law("C17")
def test_a_moment_is_told_in_the_governments_zone() -> None:
    assert moment(datetime(2026, 3, 11, 16, 30, tzinfo=UTC)) == "12 Maret 2026, 00.30 WITA"


def test_codes_are_grouped_and_sizes_are_readable() -> None:
    assert grouped("K7QM-2xra9") == "K7QM 2xra 9"
    assert size(640_000) == "640 KB"
    assert size(1_240_000) == "1,2 MB"


def test_a_qr_code_needs_no_inline_style() -> None:
    assert "style" not in qr("https://ppid.example/t/K7QM2XRA9TNE/")


def test_the_stylesheet_stays_small_and_calls_nobody() -> None:
    css = STYLES.read_text()
    assert len(css.encode()) <= 25 * 1024
    assert "url(" not in css
    assert "@import" not in css


def _ratio(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _tokens(css: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        for name, value in found.items()
    }


@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_every_text_colour_stands_out_from_every_ground(part: int) -> None:
    css = STYLES.read_text()
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    tokens = _tokens((light, rest.partition("*, ::before")[0])[part])
    for text in ("ink", "soft", "act", "soon", "late"):
        for ground in ("paper", "sheet", "act-wash", "hatch"):
            assert _ratio(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    for mood in ("soon", "late"):
        assert _ratio(tokens[mood], tokens[f"{mood}-wash"]) >= 4.5
        assert _ratio(tokens["soft"], tokens[f"{mood}-wash"]) >= 4.5
    assert _ratio(tokens["on-act"], tokens["act"]) >= 4.5
    for ground in ("paper", "sheet"):
        assert _ratio(tokens["edge"], tokens[ground]) >= 3
