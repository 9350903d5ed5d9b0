"""Pictures and files people hand in: re-encoded, stripped of what they did not mean to tell, kept by code."""
