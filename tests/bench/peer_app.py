"""A page as one would write it with what there is: the rows of a year out of ten, and a slider that moves the year.

``PEER`` says with which component, ``ROWS`` where the rows are (Parquet: lat, lon, day).
"""

from __future__ import annotations

import os

import folium
import pandas as pd
import pydeck
import streamlit as st
from folium.plugins import HeatMapWithTime, MarkerCluster, TimestampedGeoJson
from streamlit_folium import st_folium

PEER, YEAR, HEIGHT = os.environ["PEER"], 365, 600
#: Days of a step.
MONTH = 30


@st.cache_data
def rows() -> pd.DataFrame:
    """All rows, by day."""
    return pd.read_parquet(os.environ["ROWS"]).sort_values("day", kind="stable")


def bare() -> folium.Map:
    """A map without tiles, so that no server is asked for any."""
    return folium.Map(location=(48, 31), zoom_start=5, tiles=None, maxZoom=18)


def clusters(seen: pd.DataFrame) -> None:
    """MarkerCluster through st_folium."""
    page = bare()
    MarkerCluster(locations=seen[["lat", "lon"]].to_numpy().tolist()).add_to(page)
    st_folium(page, height=HEIGHT, use_container_width=True, returned_objects=[])


def stamped(every: pd.DataFrame) -> None:
    """TimestampedGeoJson through st_folium: all rows, a year of them shown, months as steps."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"time": day, "icon": "circle", "iconstyle": {"radius": 3, "stroke": False}},
        }
        for lat, lon, day in zip(every["lat"], every["lon"], every["day"].astype(str), strict=True)
    ]
    page = bare()
    data = {"type": "FeatureCollection", "features": features}
    TimestampedGeoJson(data, period="P1M", duration="P1Y", auto_play=False, add_last_point=False).add_to(page)
    st_folium(page, height=HEIGHT, use_container_width=True, returned_objects=[])


def heat(every: pd.DataFrame) -> None:
    """HeatMapWithTime in a frame (st_folium does not run its script): all rows, each in the frame of its month."""
    month = ((every["day"] - every["day"].min()).dt.days // MONTH).to_numpy()
    points = every[["lat", "lon"]].round(5)
    frames = [part.to_numpy().tolist() for _, part in points.groupby(month)]
    page = bare()
    HeatMapWithTime(frames, auto_play=False, radius=6).add_to(page)
    st.iframe(page.get_root().render(), height=HEIGHT)


def deck(seen: pd.DataFrame) -> None:
    """st.pydeck_chart with a scatter plot."""
    layer = pydeck.Layer(
        "ScatterplotLayer", seen[["lat", "lon"]], get_position=["lon", "lat"], get_fill_color=[204, 51, 17],
        get_radius=2, radius_units="'pixels'",
    )  # fmt: skip
    at = pydeck.ViewState(latitude=48, longitude=31, zoom=4.5)
    st.pydeck_chart(pydeck.Deck(layers=[layer], initial_view_state=at, map_style=None), height=HEIGHT)


every = rows()
first = every["day"].min()
start = st.slider("First day", 0, 3285, 990, step=MONTH, key="start")
since = first + pd.Timedelta(days=start)
seen = every[(every["day"] >= since) & (every["day"] < since + pd.Timedelta(days=YEAR))]
if PEER in ("clusters", "deck"):
    {"clusters": clusters, "deck": deck}[PEER](seen)
else:
    {"stamped": stamped, "heat": heat}[PEER](every)
st.text(f"{len(seen):,} of {len(every):,} rows from day {start}")
