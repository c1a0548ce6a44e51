"""The dossier that goes to the commission: gathered from the case, typeset, sealed."""
