"""A service of tiles that describes itself: its description, or an address in its words, becomes a template."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import InputError
from geo.maps.tiles import grounds
from geo.maps.wmts import SCALE_0, as_template, described

HEAD = (
    '<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">'
    "<ows:ServiceProvider><ows:ProviderName>Survey of <b>Somewhere</b></ows:ProviderName></ows:ServiceProvider>"
).replace("<b>Somewhere</b>", "&lt;b&gt;Somewhere&lt;/b&gt;")
ASK = (
    '<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>'
    '<ows:Get xlink:href="https://kvp.test/ows?map=roads&amp;"/></ows:HTTP></ows:DCP></ows:Operation>'
    "</ows:OperationsMetadata>"
)
REST = "https://rest.test/{Layer}/{Style}/{Time}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"


def layer(name: str, grid: str, more: str = "", kind: str = "image/png") -> str:
    return (
        f"<Layer><ows:Title>The {name}</ows:Title><ows:Identifier>{name}</ows:Identifier>"
        f'<Style isDefault="true"><ows:Identifier>plain</ows:Identifier></Style><Format>{kind}</Format>'
        "<Dimension><ows:Identifier>Time</ows:Identifier><Default>2024-05-01</Default></Dimension>"
        f"<TileMatrixSetLink><TileMatrixSet>{grid}</TileMatrixSet></TileMatrixSetLink>{more}</Layer>"
    )


def grid(
    name: str, prefix: str = "", crs: str = "urn:ogc:def:crs:EPSG::3857", levels: int = 4, scale: float = SCALE_0
) -> str:
    matrices = "".join(
        f"<TileMatrix><ows:Identifier>{prefix}{z}</ows:Identifier><ScaleDenominator>{scale / 2**z}</ScaleDenominator>"
        "<TopLeftCorner>-20037508.34 20037508.34</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>"
        f"<MatrixWidth>{2**z}</MatrixWidth><MatrixHeight>{2**z}</MatrixHeight></TileMatrix>"
        for z in range(levels)
    )
    known = f"<ows:Identifier>{name}</ows:Identifier><ows:SupportedCRS>{crs}</ows:SupportedCRS>"
    return f"<TileMatrixSet>{known}{matrices}</TileMatrixSet>"


def told(folder: Path, *parts: str, end: str = "</Capabilities>") -> Path:
    path = folder / "wmts.xml"
    contents = "".join(part for part in parts if part.startswith(("<Layer", "<TileMatrixSet")))
    rest = "".join(part for part in parts if not part.startswith(("<Layer", "<TileMatrixSet")))
    path.write_text(f"{HEAD}{rest}<Contents>{contents}</Contents>{end}", "utf-8")
    return path


def test_a_service_that_gives_the_addresses_of_its_tiles(tmp_path: Path) -> None:
    own = f'<ResourceURL format="image/png" resourceType="tile" template="{REST.replace("{Layer}", "roads")}"/>'
    found = described(told(tmp_path, layer("roads", "g", own), grid("g", levels=6)))
    assert found.template == "https://rest.test/roads/plain/2024-05-01/g/{z}/{y}/{x}.png"
    assert (found.title, found.max_zoom) == ("The roads", 5)


def test_a_service_that_is_asked_by_a_question(tmp_path: Path) -> None:
    found = described(told(tmp_path, ASK, layer("a roads", "EPSG:900913"), grid("EPSG:900913", "EPSG:900913:")))
    assert found.template.startswith("https://kvp.test/ows?map=roads&service=WMTS&request=GetTile&version=1.0.0&")
    for part in ("layer=a+roads", "tilematrix=EPSG:900913:{z}", "tilerow={y}", "tilecol={x}", "format=image/png"):
        assert part in found.template.split("?")[1].split("&")


def test_the_layer_that_is_named_is_taken_else_the_first_that_can_be_drawn(tmp_path: Path) -> None:
    degrees = grid("d", crs="urn:ogc:def:crs:OGC:1.3:CRS84")
    path = told(tmp_path, ASK, layer("a", "d"), layer("b", "g"), layer("c", "g"), degrees, grid("g"))
    assert described(path).title == "The b"
    assert described(path, "c").title == described(path, "The c").title == "The c"
    with pytest.raises(InputError, match="'a' with pictures in Web Mercator"):
        described(path, "a")
    with pytest.raises(InputError, match="it has a, The a, b"):
        described(path, "d")


@pytest.mark.parametrize(
    "parts",
    [
        (ASK, layer("a", "g"), grid("g", scale=SCALE_0 / 2)),  # begins with four tiles
        (ASK, layer("a", "g", kind="application/vnd.mapbox-vector-tile"), grid("g")),
        (layer("a", "g"), grid("g")),  # no address
        (layer("a", "g", '<ResourceURL format="image/png" resourceType="tile" template="https://x/{z}"/>'), grid("g")),
        (layer("a", "g", f'<ResourceURL format="image/png" resourceType="tile" template="ftp{REST[5:]}"/>'), grid("g")),
        (ASK,),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, parts: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="Web Mercator"):
        described(told(tmp_path, *parts))


@pytest.mark.parametrize("text", ["", "no xml", "<a/>", '<!DOCTYPE a [<!ENTITY x "y">]><Capabilities/>'])
def test_what_is_no_description_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wmts.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"wmts\.xml"):
        described(path)
    with pytest.raises(InputError, match=r"nowhere\.xml"):
        described(tmp_path / "nowhere.xml")


def test_a_ground_of_a_service_names_its_host_and_who_provides_it(tmp_path: Path) -> None:
    path = told(tmp_path, ASK, layer("roads", "g"), layer("hills", "g"), grid("g"))
    found = grounds(f"{path}#hills|https://t.test/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png")
    assert [(one.name, one.host) for one in found[:2]] == [("The hills", "kvp.test"), ("t.test", "t.test")]
    assert found[0].credit == "Survey of Somewhere"
    assert found[0].max_zoom == 3
    assert found[1].url == "https://t.test/{z}/{y}/{x}.png"


def test_the_words_of_wmts_in_an_address() -> None:
    asked = "https://t.test/?Request=GetTile&TileMatrix={tilematrix}&TileRow={TileRow}&TileCol={TILECOL}"
    assert as_template(asked) == "https://t.test/?Request=GetTile&TileMatrix={z}&TileRow={y}&TileCol={x}"
