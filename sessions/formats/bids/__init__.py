"""Writes datasets in the Brain Imaging Data Structure."""
