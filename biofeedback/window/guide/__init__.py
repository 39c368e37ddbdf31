"""The guide that a person breathes with, in each of its styles."""
