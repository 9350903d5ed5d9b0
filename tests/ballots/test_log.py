"""The tree against RFC 9162's definitions written out naively, and its proofs against everything else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.ballots.encoding import leaf_hash
from pb.ballots.log import EMPTY_ROOT, Tree, is_consistent, is_included, node_hash

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]
sizes = st.integers(0, len(LEAVES))


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, word by word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive_root(leaves[:split]), naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_known_roots():
    """The eight entries that transparency logs have been tested with since 2013, and their published root."""
    entries = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    tree = Tree(leaf_hash(bytes.fromhex(entry)) for entry in entries)
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.root(1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.root(0) == EMPTY_ROOT


def test_every_root_is_the_defined_one():
    tree = Tree(LEAVES)
    for size in range(len(LEAVES) + 1):
        assert tree.root(size) == Tree(LEAVES[:size]).root() == naive_root(LEAVES[:size])
    assert list(tree.leaves) == LEAVES


def test_every_inclusion_is_proved():
    tree = Tree(LEAVES)
    for size in range(1, 34):
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            assert is_included(LEAVES[index], index, size, proof, tree.root(size))


def test_every_extension_is_proved():
    tree = Tree(LEAVES)
    for new in range(34):
        for old in range(new + 1):
            proof = tree.consistency_proof(old, new)
            assert is_consistent(old, tree.root(old), new, tree.root(new), proof), (old, new)


@given(sizes.filter(bool), st.data())
def test_a_proof_fits_one_leaf_one_place_one_tree(size, data):
    tree = Tree(LEAVES)
    index = data.draw(st.integers(0, size - 1))
    proof, root = tree.inclusion_proof(index, size), tree.root(size)
    other = data.draw(st.integers(0, len(LEAVES) - 1).filter(lambda number: number != index))
    assert not is_included(LEAVES[other], index, size, proof, root)
    assert not is_included(LEAVES[index], other, size, proof, root)
    assert not is_included(LEAVES[index], index, size, [*proof, LEAVES[0]], root)
    assert not is_included(LEAVES[index], index, size, proof, tree.root(0))
    if proof:
        assert not is_included(LEAVES[index], index, size, proof[:-1], root)
        place = data.draw(st.integers(0, len(proof) - 1))
        broken = [*proof[:place], bytes(32), *proof[place + 1 :]]
        assert not is_included(LEAVES[index], index, size, broken, root)


@given(sizes.filter(bool), sizes.filter(bool), st.data())
def test_a_rewritten_log_cannot_be_proved(one, other, data):
    old, new = sorted((one, other))
    place = data.draw(st.integers(0, old - 1))
    honest = Tree(LEAVES)
    rewritten = Tree([*LEAVES[:place], bytes(32), *LEAVES[place + 1 :]])
    for proof in (rewritten.consistency_proof(old, new), honest.consistency_proof(old, new)):
        assert not is_consistent(old, honest.root(old), new, rewritten.root(new), proof)
        assert not is_consistent(old, rewritten.root(old), new, honest.root(new), proof)


def test_a_log_cannot_shrink_or_prove_with_rubbish():
    tree = Tree(LEAVES)
    assert not is_consistent(5, tree.root(5), 4, tree.root(4), [])
    assert not is_consistent(5, tree.root(5), 5, tree.root(4), [])
    assert not is_consistent(5, tree.root(5), 5, tree.root(5), [bytes(32)])
    assert not is_consistent(5, tree.root(5), 9, tree.root(9), [])
    assert not is_consistent(4, tree.root(4), 9, tree.root(9), [])
    assert not is_consistent(0, bytes(32), 9, tree.root(9), [])
    assert not is_consistent(-1, EMPTY_ROOT, 9, tree.root(9), [])
    long = [*tree.consistency_proof(5, 9), bytes(32)]
    assert not is_consistent(5, tree.root(5), 9, tree.root(9), long)
    assert not is_included(LEAVES[0], -1, 5, tree.inclusion_proof(0, 5), tree.root(5))
    assert not is_included(LEAVES[0], 0, 0, [], EMPTY_ROOT)


def test_an_inner_node_is_not_a_leaf():
    """Without the 0x00 and 0x01 marks a pair of leaves could pose as one ballot."""
    tree = Tree(LEAVES[:4])
    inner = node_hash(LEAVES[0], LEAVES[1])
    proof = [node_hash(LEAVES[2], LEAVES[3])]
    assert not is_included(inner, 0, 4, proof, tree.root())
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != inner


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("root", (71,)),
        ("root", (-1,)),
        ("inclusion_proof", (0, 0)),
        ("inclusion_proof", (5, 5)),
        ("inclusion_proof", (0, 71)),
        ("inclusion_proof", (-1, 5)),
        ("consistency_proof", (6, 5)),
        ("consistency_proof", (1, 71)),
        ("consistency_proof", (-1, 5)),
    ],
)
def test_what_is_not_there_is_not_proved(method, arguments):
    with pytest.raises(IndexError):
        getattr(Tree(LEAVES), method)(*arguments)
