"""What the channels keep, each in its own folder."""

from lutra.channels.opensid.models import Harvest, HarvestedRow, HarvestPolicy, VillageSource

__all__ = ["Harvest", "HarvestPolicy", "HarvestedRow", "VillageSource"]
