"""Posters, QR codes and share cards; letters are in mail."""
