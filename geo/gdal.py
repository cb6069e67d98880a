"""GDAL, through pyogrio, for layers in files of our own formats alone, and with no way out of this machine.

GDAL goes by what stands in a file, whatever its name: a virtual dataset or a pipeline would have it open any file of
this machine or ask any server. It looks at what it may use when it is loaded: so it is loaded here, and nowhere else.
"""

from __future__ import annotations

import os

#: Drivers that are left: of what is read, of what is written, and of what lies in memory.
KEPT = frozenset(
    {
        "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GPKG", "GeoJSON", "GeoJSONSeq", "KML", "LIBKML", "MEM", "TopoJSON"
    }
)  # fmt: skip
#: All others that pyogrio brings (``tests/imports/test_layers_ask_nobody.py`` holds that none is missing).
_LEFT_OUT = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EDIGEO", "EEDA",
    "Elasticsearch", "GDALG", "GML", "GPSBabel", "GPX", "GTFS", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "LVBAG",
    "MBTiles", "MVT", "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS",
    "OGR_VRT", "OSM", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite", "SXF",
    "Selafin", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX",
)  # fmt: skip
#: A port at which nobody listens: what would be asked all the same gets no further.
_NOBODY = "http://127.0.0.1:1"

# A process inherits it from the one that started it; GDAL complains of a driver that is named twice.
_given = os.environ.get("OGR_SKIP", "").split(",")
os.environ["OGR_SKIP"] = ",".join(dict.fromkeys(filter(None, (*_given, *_LEFT_OUT))))

import pyogrio  # noqa: E402 - it reads OGR_SKIP now

pyogrio.set_gdal_config_options(
    {
        "GDAL_HTTP_PROXY": _NOBODY,
        "GDAL_HTTPS_PROXY": _NOBODY,
        "GDAL_HTTP_MAX_RETRY": "0",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    }
)

__all__ = ["KEPT", "pyogrio"]
