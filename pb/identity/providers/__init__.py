"""One file per identity provider and the list of them; no database here."""
