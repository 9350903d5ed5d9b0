"""Who took part by place and age: no small cell, nothing lost, and one village does not hide the whole city."""

from hypothesis import given
from hypothesis import strategies as st

from pb.results.people import OTHERS, grid

BANDS = ("18", "25", "35", "45", "55", "65")
COUNTS = st.dictionaries(st.tuples(st.sampled_from(["", *"abcdef"]), st.sampled_from(BANDS)), st.integers(0, 40))


@given(counts=COUNTS, smallest=st.integers(1, 9))
def test_no_cell_is_small_and_nobody_is_lost(counts, smallest) -> None:
    found = grid(counts, BANDS, smallest)
    if found is None:
        assert sum(counts.values()) < smallest or not counts
        return
    assert min(cell for row in found.cells for cell in row) >= smallest
    assert sum(map(sum, found.cells)) == sum(counts.values())
    assert [band for column in found.ages for band in column] == [
        band for band in BANDS if any((place, band) in counts for place, _ in counts)
    ]


def test_one_village_does_not_hide_the_ages_of_a_city() -> None:
    city = {("city", band): 500 for band in BANDS}
    village = {("village", "18"): 10}
    found = grid(city | village | {("other", band): 20 for band in BANDS}, BANDS, 5)
    assert found is not None
    assert len(found.ages) == len(BANDS)
    assert found.places == ("city", OTHERS)


def test_places_with_enough_people_of_each_age_all_keep_their_rows() -> None:
    found = grid({(place, band): 5 for place in "abc" for band in BANDS}, BANDS, 5)
    assert found is not None
    assert (found.places, len(found.ages)) == (("a", "b", "c"), len(BANDS))
