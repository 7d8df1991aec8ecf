"""The demonstration: Jeddah 2014 replayed from input files through the real services."""
