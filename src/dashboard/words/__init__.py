"""How it is said: translations, messages, and texts compared without diacritics."""
