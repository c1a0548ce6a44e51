"""Why something about the villages' sites was refused."""


class HarvestError(Exception):
    """A deed on a village's site was refused; the message says what to do."""


class WrongTable(HarvestError):
    """A table of sites cannot be read at all."""


class NotWaiting(HarvestError):
    """The document cannot be let out: the village withholds it, or it is not there."""


class PolicyIncomplete(HarvestError):
    """A policy needs the decree or note on which it rests."""


class NoSuchSource(HarvestError):
    """The village has no site here yet."""
