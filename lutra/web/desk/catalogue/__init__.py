"""The desk's pages of the list of public information: the list, an item, import, versions, deliveries, proposals."""
