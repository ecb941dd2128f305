"""Around the pages on the server: who may come in, the HTML document, start and end."""
