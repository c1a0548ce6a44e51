"""Public rows in the forms that other programs know: feeds, a catalogue of data, site maps, whole tables to keep.

Functions here get public rows and the address of the site, and give bytes. They ask nothing of what lies behind.
"""
