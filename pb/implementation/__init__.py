"""Stages, money, tenders, photos, acceptance and ratings of what won; no decision about winning here."""
