"""Finding personal data in texts of any length: pure, nothing kept, nothing logged.

``find(text)`` gives matches with their place in the text as it was given, in order, without overlaps. It is meant for
whole documents of a government, where most numbers are budgets, decrees and codes: each kind has its shape, its check
and the words that stand beside it. See ``publishing.personal`` for the stricter look at a citizen's short text.
"""

from lutra.documents.personal.finding import find
from lutra.documents.personal.match import KINDS, Match, mask, masked, masked_excerpt

__all__ = ["KINDS", "Match", "find", "mask", "masked", "masked_excerpt"]
