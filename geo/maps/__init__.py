"""The map: basemap, the incident layer (a Folium plugin with its own JavaScript), the assembled Folium map."""
