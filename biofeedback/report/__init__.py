"""One session as a page that can be kept, printed or handed to somebody."""
