"""The rehearsal: one whole budget over HTTP in a temporary city of its own; a running city is left alone."""
