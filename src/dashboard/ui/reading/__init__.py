"""For those who read: sectors, indicators, search, method and sources."""
