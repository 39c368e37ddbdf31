"""One session as a page to keep, print or give to somebody."""
