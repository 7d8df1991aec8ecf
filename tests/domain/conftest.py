"""Hypothesis without a stopwatch: machines are shared, and a slow example is no wrong one."""

from hypothesis import HealthCheck, settings

settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")
