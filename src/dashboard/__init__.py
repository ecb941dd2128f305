"""Target against actual for the social-policy plans of Vietnamese provinces."""
