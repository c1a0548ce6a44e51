"""What ``lutra ingest`` does with what it has read, a module a channel. They need the database."""
