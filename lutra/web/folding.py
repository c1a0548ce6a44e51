"""Templates compiled once for each language, with everything in them that never changes turned into plain text.

Half of what a page's template does is to look up the same words, addresses and static files again, in long lists once
a row. Here ``{% translate "…" %}``, ``{% url "…" %}`` and ``{% static "…" %}`` with nothing variable in them are
rendered when the template is compiled; the rest of the template stays as it is. docs/benchmarks.md tells what that
saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language


class _Folding(base.Loader):
    """Folds a template after it was compiled and before anybody else sees it."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folding):
    """Django's cached loader, with one cache entry for each language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        """The name, and the language in which the constants were said."""
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


def fold(nodes: NodeList) -> None:
    """Turn what is constant in ``nodes`` and in all that lies within them into text, and join neighbouring texts."""
    folded: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            fold(inner)
        text = _constant(node)
        if text is None:
            folded.append(node)
        elif folded and isinstance(folded[-1], TextNode):
            joined = TextNode(folded[-1].s + text)
            joined.token, joined.origin = folded[-1].token, folded[-1].origin
            folded[-1] = joined
        elif text:
            plain = TextNode(text)
            plain.token, plain.origin = node.token, node.origin
            folded.append(plain)
    nodes[:] = folded


def _inside(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodelist for _condition, nodelist in node.conditions_nodelists)
        return
    names: Iterable[str] = node.child_nodelists
    for name in names:
        nodelist = getattr(node, name, None)
        if isinstance(nodelist, NodeList):
            yield nodelist


def _constant(node: Node) -> str | None:
    """What the node says whenever it is rendered in the present language; None when that depends on anything else."""
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, CommentNode | LoadNode):
        return ""
    if _is_constant(node):
        try:
            return str(node.render(Context()))
        except NoReverseMatch:  # an address that does not exist is an error of the page that wants it
            return None
    return None


def _is_constant(node: Any) -> bool:
    if isinstance(node, TranslateNode):
        expression: Any = node.filter_expression
        return node.asvar is None and node.message_context is None and _is_literal(expression)
    if isinstance(node, URLNode):
        return not (node.args or node.kwargs or node.asvar) and _is_literal(node.view_name)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_literal(node.path)
    return False


def _is_literal(expression: FilterExpression) -> bool:
    var: Any = expression.var
    if expression.filters:
        return False
    return var.literal is not None if isinstance(var, Variable) else isinstance(var, str)
