"""Signing letters through the signing service: the page, and the session that holds no passphrase."""
