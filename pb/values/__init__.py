"""Small immutable values (money, period, public code, permission); no input or output here."""
