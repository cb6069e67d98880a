"""Many cores: several processes read articles, and the one that started them writes, in the order of the input."""
