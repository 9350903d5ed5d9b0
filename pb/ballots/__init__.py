"""Pure ballot encoding, blind signature, Merkle log, verifier; imports nothing of the web or the database."""
