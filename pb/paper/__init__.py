"""Ballots on paper: printed, handed out, typed twice, accounted for, published; who may vote is the electorate's."""
