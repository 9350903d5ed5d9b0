"""Papers with a code that anyone can check; who won is decided in results."""
