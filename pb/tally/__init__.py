"""Recorded counting runs and the counting rules; what is published is in results."""
