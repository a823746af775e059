"""The HTML pages, their language and their files."""
