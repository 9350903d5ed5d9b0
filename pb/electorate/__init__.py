"""Who may vote where, and the roll of who has voted; never what they chose."""
