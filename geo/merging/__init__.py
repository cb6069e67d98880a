"""Which reports tell of one event: they become one incident with all its sources."""
