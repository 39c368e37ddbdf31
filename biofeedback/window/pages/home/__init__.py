"""The page that the window opens with, and those that are one step away from it."""
