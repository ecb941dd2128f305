"""The frame around every page: sign-in, language, navigation, what a session shares."""
