"""Properties here recount many times per example, so no example is failed for being slow on a busy machine."""

from hypothesis import settings

settings.register_profile("tally", deadline=None, max_examples=60)
settings.load_profile("tally")
