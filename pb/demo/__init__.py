"""The demo city, its invented people and the rehearsal of a whole budget; nothing here runs in production."""
