"""For those who review: queue, differences, conversations."""
