"""The same reading and merging on many cores and machines, through Dask: files in, partitioned GeoParquet out."""
