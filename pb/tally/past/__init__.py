"""Tables in which other platforms tell their results: read, understood by columns, written as .pb files."""
