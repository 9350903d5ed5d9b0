"""Tests of the booth: picking, casting, desk, and a whole vote through a browser."""
