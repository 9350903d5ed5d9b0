"""Outbox, letters and sending with retry; who is written to is decided by the stages."""
