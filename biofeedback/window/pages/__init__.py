"""The pages over the window, and the navigation between them."""
