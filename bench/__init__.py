"""Measurements of the sealed vote, run by `make bench`; tests are in tests/, nothing here is a promise."""
