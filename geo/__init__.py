"""Sitmap: news articles about armed conflict become a map with a sentence behind every pin."""

__version__ = "0.1.0"
