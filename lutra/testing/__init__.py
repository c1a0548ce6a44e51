"""What the tests stand on: a database for the run, a data folder that is thrown away, a real PostgreSQL."""
