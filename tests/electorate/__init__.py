"""Tests of the electorate: who may vote, the roll, keys, codes, desks."""
