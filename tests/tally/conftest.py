"""Properties here recount many times per example, so no example is failed for being slow on a busy machine."""

from hypothesis import HealthCheck, settings

settings.register_profile("tally", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tally")
