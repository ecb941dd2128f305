"""Sentences that say what the queries found, for pages and documents alike; they can be pasted into a letter."""
