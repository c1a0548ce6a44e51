"""What is published in the forms of other programs: feeds, catalogue of data, site maps, short addresses, downloads."""
