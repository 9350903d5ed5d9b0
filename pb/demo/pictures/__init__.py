"""Drawn illustrations for the demo city: flat scenes that differ by season, light, layout and seed.

No text is ever drawn and nothing is read from disk; the same scene and seed give the same picture.
"""
