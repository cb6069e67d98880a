"""Work that is long, or comes again and again: the polling of feeds, the reading of lists, jobs in the background."""
