"""`python -m pb` is the `pb` command."""

from pb.cli import main

main()
