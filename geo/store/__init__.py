"""Where articles, what was read in them, and the incidents are kept; from here outward data stays in columns."""
