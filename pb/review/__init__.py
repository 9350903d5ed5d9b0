"""Completeness check, dossiers, revision, sittings, appeals, the public lot of the ballot; no vote of residents here."""
