"""What one article says: sentences, boilerplate, toponyms and their roles, dates, numbers, actors, events."""
