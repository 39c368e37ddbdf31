"""Datasets of the Brain Imaging Data Structure, written."""
