"""One pure file per counting rule and the list of them; standard library only."""
