"""Filling an empty database with the demo city, through the same services that people use."""
