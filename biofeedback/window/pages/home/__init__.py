"""The page that the window opens with, and the pages that are one step away."""
