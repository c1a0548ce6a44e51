"""The coverage of a government's villages: drawn and said in the same way for officers and for everybody."""
