"""Static texts: help, privacy, accessibility; no data of a cycle here."""
