"""The documents that villages show through OpenSID's open interface.

``payload`` finds the rows in whatever the server sent, ``rows`` says one row as a message, ``reading`` does both.
"""
