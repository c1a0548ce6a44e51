"""The open interface for programs: public rows of one government, read only, version 1."""
