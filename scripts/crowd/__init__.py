"""A large school with a long, invented history, made through the use cases; for scripts/load and the benchmarks."""

from scripts.crowd.term import SIGN_IN, WATCHED, Figures, Plan, fill, watched_ids

__all__ = ["SIGN_IN", "WATCHED", "Figures", "Plan", "fill", "watched_ids"]
