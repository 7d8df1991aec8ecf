"""Use cases, ``verb_noun()``. The only place that opens a transaction."""
