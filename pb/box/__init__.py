"""The ballot box: an application and a database of its own; knows no person."""
