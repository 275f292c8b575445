"""The pages that Trame is compared with: folium in streamlit-folium, as anyone writes them.

Their libraries come from their own server rather than from other hosts, and only Leaflet of them, which is all that
such a map uses: kinder to them than what a reader meets.
"""

from pathlib import Path

from core.settings import ROOT

EMBEDDED = 10_000
"""Parcels in the page that embeds them."""

_APP = """
import streamlit as st
from starlette.responses import FileResponse
from starlette.routing import Route

LEAFLET = {leaflet!r}


async def library(request):
    return FileResponse(LEAFLET + "/" + request.path_params["name"])


app = st.App("page.py", routes=[Route("/leaflet/{{name}}", library)])
"""

_PAGE = """
import folium
import geopandas
import streamlit as st
from streamlit_folium import st_folium

folium.Map.default_js = [("leaflet", "/leaflet/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "/leaflet/leaflet.css")]


@st.cache_resource
def parcels():
    found = geopandas.read_file({parcels!r}, rows={rows})
    return found.assign(created=found["created"].astype(str), updated=found["updated"].astype(str))


st.set_page_config(layout="wide")
ground = folium.Map(location=(48.89, 2.33), zoom_start=13, tiles=None)
if st.query_params.get("page") == "parcels":
    folium.GeoJson(parcels(), tooltip=folium.GeoJsonTooltip(["id", "section", "numero", "contenance"])).add_to(ground)
else:
    folium.CircleMarker((48.89, 2.33)).add_to(ground)
st_folium(ground, use_container_width=True, height=700)
"""


def written(folder: Path, parcels: Path) -> Path:
    """Write the pages into a folder, with the settings of Streamlit that Trame has.

    Parameters
    ----------
    folder
        Where to.
    parcels
        Shapefile with the field names of Etalab, in WGS84.
    """
    (folder / ".streamlit").mkdir(parents=True)
    settings = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    (folder / ".streamlit" / "config.toml").write_text(settings, encoding="utf-8")
    leaflet = str(ROOT / "node_modules" / "leaflet" / "dist")
    (folder / "peer.py").write_text(_APP.format(leaflet=leaflet), encoding="utf-8")
    (folder / "page.py").write_text(_PAGE.format(parcels=str(parcels), rows=EMBEDDED), encoding="utf-8")
    return folder
