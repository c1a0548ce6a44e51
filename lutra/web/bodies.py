"""What is sent to us, looked at before anything reads it: nobody fills the disk or the memory from outside.

Django bounds the fields of a form but not its files, which it writes to the disk before any view or any check of the
sender; and it answers too much text by breaking off, so that the sender never learns why.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_MEGABYTE = 1024 * 1024
# A draft may carry several files; the largest of them is bounded by LUTRA_MAX_UPLOAD_MB.
_FILES_AT_ONCE = 2
# So much is read and thrown away to be able to answer: a browser that still sends hears nothing.
_HEARD_OUT = 32 * _MEGABYTE
_FORM = "application/x-www-form-urlencoded"
_CHARSETS = frozenset({"", "utf-8", "utf8"})

Respond = Callable[[HttpRequest], HttpResponse]


class BodyMiddleware:
    """Refuse with a page what is larger than anybody here may send, and forms in an alphabet that nobody reads."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 or 400, or let the request pass."""
        length = _length(request)
        if length > largest(request.path):
            if length <= _HEARD_OUT:
                while request.read(_MEGABYTE):
                    pass
            return HttpResponse(render_to_string("413.html"), status=413)
        if request.content_type == _FORM and _charset(request) not in _CHARSETS:
            return HttpResponse(render_to_string("400.html"), status=400)
        return self.get_response(request)


def largest(path: str) -> int:
    """Bytes of a body sent to ``path``: files are uploaded at the desk, everywhere else people write."""
    text: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if path.startswith("/desk/"):
        return _FILES_AT_ONCE * settings.LUTRA_MAX_UPLOAD_MB * _MEGABYTE + text
    return text


def _length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or ""
    return int(declared) if declared.isdecimal() and len(declared) < 16 else 0


def _charset(request: HttpRequest) -> str:
    return (request.content_params or {}).get("charset", "").lower()
