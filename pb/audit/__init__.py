"""Append-only, hash-chained record of every decision that moves a result; nothing about a single vote here."""
