"""Each page through Streamlit's own test harness: with the demonstration, and with nothing."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.formats import money
from core.settings import ROOT
from programme.installation import open_installation

MAIN = str(ROOT / "views" / "main.py")
ALONE = """
import streamlit as st
from views import context
from views.{module} import show
context.begin()
st.session_state["trame_pages"] = {{}}
show()
"""


def whole(**query: str) -> AppTest:
    page = AppTest.from_file(MAIN, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def alone(module: str) -> AppTest:
    return AppTest.from_string(ALONE.format(module=module), default_timeout=60).run()


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html")).replace("\u00a0", " ")


@pytest.fixture
def world(demo_config: Path) -> Any:
    return open_installation(demo_config).store.snapshot()


def test_the_map_page_counts_what_the_filters_keep(demo_config: Path) -> None:
    page = whole()
    assert not page.exception
    assert "70 opérations sur 70 · 5 sans emprise" in [element.value for element in page.caption]
    assert "Le programme" in html(page)


def test_filters_write_the_address(demo_config: Path) -> None:
    page = whole()
    step = next(widget for widget in page.multiselect if widget.label == "Étape")
    step.set_value(["travaux"]).run()
    assert not page.exception
    assert page.query_params["etape"] in ("travaux", ["travaux"])
    kept = next(element.value for element in page.caption)
    assert not kept.startswith("70 ")
    clear = next(button for button in page.button if button.label == "Effacer les filtres")
    clear.click().run()
    assert next(element.value for element in page.caption).startswith("70 ")
    assert "etape" not in page.query_params


def test_a_link_opens_an_operation_with_its_money_parcels_and_actions(demo_config: Path, world: Any) -> None:
    mapped = world.operations[world.operations.geometry.notna()]
    with_actions = mapped.index.intersection(world.social_action_operations["operation_id"])
    operation_id = next(name for name in with_actions if name in set(world.funding_lines["operation_id"]))
    page = whole(objet=f"operations:{operation_id}")
    assert not page.exception
    said = html(page)
    assert mapped.loc[operation_id, "name"].replace("'", "&#x27;") in said
    for head in (
        "Financement",
        "Parcelles (",
        "Actions sociales (",
        "Quartiers",
        "Logements et équipements",
        "Calendrier",
    ):
        assert head in said
    action = world.social_action_operations.set_index("operation_id")["social_action_id"][
        [operation_id]
    ].iloc[0]
    assert world.social_actions.loc[action, "name"].split("'")[0] in said
    for idu in world.operation_parcels.loc[world.operation_parcels["operation_id"] == operation_id, "idu"]:
        assert idu in said


def test_an_unmapped_operation_says_so(demo_config: Path, world: Any) -> None:
    operation_id = world.operations.index[world.operations.geometry.isna()][0]
    page = whole(objet=f"operations:{operation_id}")
    assert not page.exception
    assert "n’a pas encore d’emprise" in html(page)


@pytest.mark.parametrize("generation", ["neighbourhoods_2015", "neighbourhoods_2024"])
def test_a_neighbourhood_has_its_sheet(demo_config: Path, generation: str) -> None:
    library = open_installation(demo_config).library
    code = library.snapshot(generation).frame["code"].iloc[3]
    page = whole(objet=f"{generation}:{code}")
    assert not page.exception
    said = html(page)
    for part in (
        code,
        f"génération {generation[-4:]}",
        "habitants",
        "Opérations par étape",
        "Actions sociales par thème",
    ):
        assert part in said


@pytest.mark.parametrize("layer", ["parcels", "housing", "facilities", "communes"])
def test_any_other_feature_has_its_fields(demo_config: Path, layer: str) -> None:
    snapshot = open_installation(demo_config).library.snapshot(layer)
    identifier = snapshot.frame[snapshot.layer.identifier].iloc[5]
    page = whole(objet=f"{layer}:{identifier}")
    assert not page.exception
    assert str(identifier) in html(page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"objet": "operations:00000-999"}, "L’opération « 00000-999 » n’existe pas."),
        ({"objet": "parcels:nulle-part"}, "ne contient pas « nulle-part »"),
        ({"objet": "n'importe quoi"}, "ne peut pas être utilisé"),
        ({"zoom": "mille"}, "zoom=mille"),
        ({"commune": "99999"}, "Aucune opération ne répond à ces filtres"),
    ],
)
def test_a_wrong_or_stale_link_gets_a_sentence(
    demo_config: Path, query: dict[str, str], sentence: str
) -> None:
    page = whole(**query)
    assert not page.exception
    assert sentence in html(page)


def test_english_is_complete_on_the_map_page(demo_config: Path) -> None:
    page = whole(langue="en")
    assert not page.exception
    assert "The programme" in html(page)
    assert "Opérations par étape" not in html(page)


def test_operations_as_a_table_with_totals(demo_config: Path, world: Any) -> None:
    page = alone("operations_page")
    assert not page.exception
    table = page.dataframe[0].value
    assert len(table) == 70
    total = sum(cost for cost in world.operations["cost_excl_tax_eur"] if cost is not None)
    assert money(total) in html(page)
    assert set(table["Identifiant"]) == set(world.operations.index)
    assert "Opérations sans emprise" in html(page)


def test_data_page_lists_every_layer_and_its_last_import(demo_config: Path) -> None:
    page = alone("data_page")
    assert not page.exception
    said = html(page)
    for title in (
        "Communes",
        "Parcelles",
        "Quartiers prioritaires 2015",
        "Logement social",
        "Équipements publics",
    ):
        assert title in said
    assert "données fictives" in said
    assert {expander.label for expander in page.expander} >= {"Communes", "Parcelles"}


def test_about_page_says_that_the_data_is_fictitious(demo_config: Path) -> None:
    page = alone("about_page")
    assert not page.exception
    assert "inventés" in html(page)


@pytest.mark.parametrize("module", ["operations_page", "data_page", "about_page"])
def test_pages_of_an_empty_installation(empty_config: Path, module: str) -> None:
    page = alone(module)
    assert not page.exception
    assert len(page.title) == 1


def test_the_map_of_an_empty_installation(empty_config: Path) -> None:
    page = whole()
    assert not page.exception
    assert "Le programme est vide" in html(page)
    assert all(box.disabled for box in page.checkbox if "pas encore" in box.label)


UPLOAD = """
import streamlit as st
from pathlib import Path
from views import context, data_page
context.begin()
st.session_state["trame_pages"] = {{}}
class Sent:
    name = {name!r}
    def getbuffer(self):
        return memoryview(Path({file!r}).read_bytes())
from layers.registry import LAYERS
if "import_report" not in st.session_state:
    st.session_state["import_report"] = data_page._import(LAYERS[{layer!r}], [Sent()], "", "", "", None)
data_page.show()
"""


def sent(layer: str, name: str, file: Path) -> AppTest:
    return AppTest.from_string(
        UPLOAD.format(layer=layer, name=name, file=str(file)), default_timeout=60
    ).run()


def test_a_file_that_is_sent_becomes_the_layer_in_force(empty_config: Path, tmp_path: Path) -> None:
    file = tmp_path / "communes.geojson"
    ring = "[[2.2,48.8],[2.3,48.8],[2.3,48.9],[2.2,48.9],[2.2,48.8]]"
    file.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"92050","nom":"Nanterre"},'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}',
        encoding="utf-8",
    )
    page = sent("communes", "../../communes.geojson", file)
    assert not page.exception
    assert "1 objets en vigueur" in page.success[0].value
    current = open_installation(empty_config).library.current("communes")
    assert current is not None
    assert current.kept == 1


def test_a_file_that_is_refused_changes_nothing(empty_config: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.geojson"
    file.write_text("<OGRVRTDataSource/>", encoding="utf-8")
    page = sent("communes", "x.geojson", file)
    assert not page.exception
    assert page.error
    assert open_installation(empty_config).library.current("communes") is None
