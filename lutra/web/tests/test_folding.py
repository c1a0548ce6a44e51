"""What never changes in a template is said once for each language, and the page is the same."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils.translation import override

from lutra.web.folding import Loader, fold

PAGES = {
    "base": '{% load i18n %}<h1>{% translate "Register" %}</h1>{% block main %}{% translate "Nomor" %}{% endblock %}',
    "page": '{% extends "base" %}{% load i18n static %}{% block main %}<a href="{% url "portal:register" %}">'
    '{% for n in some %}<td data-label="{% translate "Nomor" %}">{{ n }}</td>{% empty %}{% translate "Angka" %}'
    '{% endfor %}{% if some %}{% translate "Bantuan" %}{% else %}{% translate "Tentang" %}{% endif %}</a>'
    "{% endblock %}",
}
PLAIN = ["django.template.loaders.locmem.Loader", PAGES]
LIBRARIES = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}


def _engine(loader: str) -> Engine:
    nested = [(loader, [tuple(PLAIN)])]
    return Engine(loaders=nested, libraries=LIBRARIES)


@pytest.mark.parametrize("some", [[1, 2], []])
# The third is the first again: what was folded for one language must not be served in another.
@pytest.mark.parametrize("language", ["id", "en", "id"])  # noqa: PT014
def test_a_folded_page_says_what_the_page_says(language: str, some: list[int]) -> None:
    folding, plain = _engine("lutra.web.folding.Loader"), _engine("django.template.loaders.cached.Loader")
    for _time in range(2):
        with override(language):
            expected = plain.get_template("page").render(Context({"some": some}))
            assert folding.get_template("page").render(Context({"some": some})) == expected


def test_one_engine_speaks_each_readers_language() -> None:
    engine = _engine("lutra.web.folding.Loader")
    said = []
    for language in ("id", "en", "id"):
        with override(language):
            said.append(engine.get_template("base").render(Context()))
    assert said[0] == said[2] == "<h1>Register</h1>Nomor"
    assert "Number" in said[1]


def test_what_depends_on_the_page_is_left_alone() -> None:
    template = Engine(libraries=LIBRARIES).from_string(
        '{% load i18n %}{% translate word %}{% translate "a" as b %}{{ b }}{% url name %}{% translate "<&>" %}'
    )
    fold(template.nodelist)
    texts = [node.s for node in template.nodelist if isinstance(node, TextNode)]
    assert texts == ["<&>"]
    rendered = template.render(Context({"word": "x<y", "name": "portal:register"}))
    assert rendered == "x&lt;ya/register/<&>"


def test_an_address_that_does_not_exist_is_still_an_error_of_its_page() -> None:
    template = Engine(libraries=LIBRARIES).from_string('{% if wanted %}{% url "nowhere" %}{% endif %}fine')
    fold(template.nodelist)
    assert template.render(Context({"wanted": False})) == "fine"


def test_the_site_uses_it() -> None:
    loaders = Engine.get_default().template_loaders
    assert isinstance(loaders[0], Loader)
