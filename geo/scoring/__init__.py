"""How well articles were read: predictions held against articles that people have annotated."""
