"""What leaves Sitmap: pictures, a self-contained page, data files, and the manifest that says how each was made."""
