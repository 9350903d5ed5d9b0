"""Plays the thief of everything that is stored, and measures whether roll and ballots can be laid beside each other."""
