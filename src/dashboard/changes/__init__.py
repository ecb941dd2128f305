"""Word of what changed: one list told as sentences, Atom feeds, a calendar, and a digest for the terminal and the mail."""
