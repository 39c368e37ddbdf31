"""Mutated packets into everything that reads bytes from a strap: ``python -m tests.fuzz -runs=1000000``."""
