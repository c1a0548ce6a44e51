"""The documents of the desk: uploading, what the gate found, deciding, the certificate."""
