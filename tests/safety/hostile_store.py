"""A store in which every text that a stranger can write is a payload, and another that was read and imported."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from geo.desk import join
from geo.imports.load import import_file
from geo.imports.overlay import read_overlay
from geo.model import Actor, Reading, Span
from geo.refreshing import refresh
from geo.store.store import Store
from tests.makers import KHERSON, make_article, make_date, make_place, make_reading, make_report
from tests.maps.hostile import PAYLOADS

#: Fields of a table that hold text of its author.
CELLS = ("id", "date", "lat", "lon", "place", "type", "notes", "title", "actor1", "source", "url")


def hostile_reading(number: int, payload: str) -> Reading:
    """An article whose every text is `payload`: its own, and all that was read in it."""
    id = f"a{number:03d}"  # noqa: A001 the field's name
    text = f"{payload} in {payload} on Monday. {payload}"
    article = make_article(
        id, text=text, title=payload, source=payload, url=f"https://trap.example/{number}?{payload}", origin=payload,
        published_reason=payload,
    )  # fmt: skip
    report = make_report(
        f"r{number}",
        evidence=Span(0, len(text)),
        date=make_date(date(2024, 3, 4) + timedelta(days=number), expression=payload, rule=payload),
        places=(
            make_place(name=payload, admin1=payload, lat=KHERSON.lat + number / 30, lon=KHERSON.lon + number / 20),
        ),
        actors=(Actor(payload, "initiator", payload), Actor(payload, "target", "civilians")),
        attribution=(payload,),
        confidence_reason=payload,
    )
    return make_reading(article, [report], mentions=(), skipped=())


def payload_folder(folder: Path) -> Path:
    """`folder` with such a store in it, as ``store.db``."""
    fill_with_payloads(Store.open(f"sqlite:///{folder / 'store.db'}"), folder).close()
    return folder


def fill_with_payloads(store: Store, folder: Path) -> Store:
    """Articles, decisions of a person, a dataset and an overlay, all of payloads."""
    for number, payload in enumerate(PAYLOADS):
        store.save(hostile_reading(number, payload))
    refresh(store)
    ids = list(dict.fromkeys(store.incidents()["incident_id"]))
    signed = {"author": PAYLOADS[30], "reason": PAYLOADS[29], "made": datetime(2024, 5, 1, tzinfo=UTC)}
    one, other = map(store.incident, ids[:2])
    assert one is not None
    assert other is not None
    join(store, one, other, **signed)
    import_file(_table(folder), store, kind="table", name="dataset <img src=x onerror=window.PWN=50>")
    store.overlays.save(*read_overlay([_shapes(folder)], name=PAYLOADS[31], title=PAYLOADS[30], licence=PAYLOADS[29]))
    return store


def _table(folder: Path) -> Path:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(CELLS)
    for number, payload in enumerate(PAYLOADS):
        text = payload.replace("\x00", "")  # a NUL ends a table: such a file is refused
        rows.writerow([number, "2024-06-01", 48 + number / 30, 35, text, text, text, text, text, text, text])
    path = folder / "cells.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def _shapes(folder: Path) -> Path:
    ring = [[30, 46], [31, 46], [31, 47], [30, 46]]
    features = [
        {"type": "Feature", "properties": {"name": payload}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for payload in PAYLOADS
        if "\x00" not in payload
    ]
    path = folder / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def unpacked(body: bytes) -> str:
    """The shapes of an overlay as they go to the browser."""
    return gzip.decompress(body).decode()
