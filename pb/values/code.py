"""Public codes: what stands in addresses and on paper instead of row numbers."""

import secrets

# No 0 O 1 I L U: they are misread on paper and misheard on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int = 8) -> str:
    """A random code of `length` characters (4.9 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normal_code(typed: str) -> str:
    """A code as stored, from what a person typed: case, spaces and dashes do not matter."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def grouped(code: str, size: int = 4) -> str:
    """A code as printed: «7KMP-2QXD-4RAB»."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
