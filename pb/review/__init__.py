"""Completeness, dossiers, revision, sittings, appeals, the lot of the ballot; no vote of residents here."""
