"""The desk pages of the exempt list: find, put in force, open."""
