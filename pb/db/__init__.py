"""Base, naming convention, column kinds and the one transaction; no table of any stage here."""
