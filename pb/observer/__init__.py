"""What people outside the city run: the check of a published cycle, and the witness of an open box."""
