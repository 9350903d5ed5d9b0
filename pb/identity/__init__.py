"""Proof of being one real resident, through a provider; what that person may do is decided elsewhere."""
