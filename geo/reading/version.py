"""Which version of the rules reads: it stands in every report and provenance, also where nothing is read."""

#: Raised with each change that makes the same article read otherwise.
EXTRACTOR = "sitmap/6"
