"""Writes extracts of registers of invented people, in the format that `qonys ingest` reads."""
