"""Staff accounts, roles, second factor, and sessions of staff and authors; proof of a person is in identity."""
