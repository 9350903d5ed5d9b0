"""Publication, charts, maps and open data of a counted cycle; the count itself is in tally."""
