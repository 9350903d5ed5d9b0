"""Announcements of the programme; letters are in mail."""
