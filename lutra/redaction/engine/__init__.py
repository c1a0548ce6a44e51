"""Taking matter out of a PDF and proving that it is gone: pure, no models, no framework; works in the sandbox.

Every page becomes a picture, so nothing of the source's objects comes along; see the README for why.
"""

from lutra.redaction.engine.boxes import Box
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.finding import find
from lutra.redaction.engine.producing import redact
from lutra.redaction.engine.result import Result

__all__ = ["Box", "NotRedacted", "Result", "find", "redact"]
