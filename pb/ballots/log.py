"""The Merkle tree of RFC 9162 over ballot records, with its proofs; signatures are in `checkpoint`."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().digest()
"""The root of a tree without leaves (RFC 9162 §2.1.1)."""


class Tree:
    """Leaf hashes in log order; roots and proofs of every size it has ever had.

    `_levels[k]` holds the hashes of all complete subtrees of 2ᵏ leaves, so appending is O(1) on average and a
    proof touches O(log² n) hashes: a public proof endpoint must not rehash a city's ballots per request.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def leaves(self) -> Sequence[bytes]:
        return self._levels[0]

    def append(self, leaf: bytes) -> None:
        """Add one 32-byte leaf hash at the end."""
        hashed = leaf
        for depth, level in enumerate(self._levels):
            level.append(hashed)
            if len(level) % 2:
                return
            hashed = node_hash(level[-2], level[-1])
            if depth + 1 == len(self._levels):
                self._levels.append([hashed])
                return

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, of all of them by default."""
        size = len(self) if size is None else size
        self._refuse_outside(0, size, len(self))
        return self._hash_of(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """PATH(index, D[size]) of RFC 9162 §2.1.3.1, leaf to root."""
        self._refuse_outside(1, size, len(self))
        self._refuse_outside(0, index, size - 1)
        return self._path(index, 0, size)

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """PROOF(old, D[new]) of RFC 9162 §2.1.4.1; empty when nothing needs proving (old is 0 or new)."""
        self._refuse_outside(0, new, len(self))
        self._refuse_outside(0, old, new)
        return self._consistency(old, 0, new, whole=True) if old else []

    def _hash_of(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0:  # complete subtrees always start at a multiple of their width
            return self._levels[width.bit_length() - 1][start // width]
        middle = start + _split(width)
        return node_hash(self._hash_of(start, middle), self._hash_of(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._hash_of(middle, end)]
        return [*self._path(index, middle, end), self._hash_of(start, middle)]

    def _consistency(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._hash_of(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._consistency(old, start, middle, whole=whole), self._hash_of(middle, end)]
        return [*self._consistency(old, middle, end, whole=False), self._hash_of(start, middle)]

    @staticmethod
    def _refuse_outside(least: int, value: int, most: int) -> None:
        if not least <= value <= most:
            raise IndexError(f"{value} is not from {least} to {most}")


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf at `index` to the root of `size` leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            hashed = node_hash(step, hashed)
            place, last = _up_to_right_child(place, last)
        else:
            hashed = node_hash(hashed, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162 §2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and new > 0 and old_root == EMPTY_ROOT
    if not 0 < old < new:
        return False
    # A complete old tree is itself the first step and is left out of the proof.
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    return _climb(old - 1, new - 1, steps) == (old_root, new_root)


def _climb(place: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while place % 2:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            place, last = _up_to_right_child(place, last)
        else:
            newer = node_hash(newer, step)
        place, last = place >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _up_to_right_child(place: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the rightmost node of an incomplete tree has no sibling."""
    while place % 2 == 0 and place:
        place, last = place >> 1, last >> 1
    return place, last


def _split(width: int) -> int:
    """The largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)
