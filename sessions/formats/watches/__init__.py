"""Files of watches, heart-rate monitors and their apps."""
