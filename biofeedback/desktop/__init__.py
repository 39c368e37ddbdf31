"""Integration with the desktop: keeps the computer awake during a practice and installs a menu entry."""
