"""Periodic reports with year-on-year figures; open data is in results."""
