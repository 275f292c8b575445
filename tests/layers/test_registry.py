"""Every layer is declared whole, and a configuration can name no other."""

import pytest

from core import settings
from core.errors import SettingsError, UnknownLayerError
from layers.layer import GeometryKind
from layers.registry import LAYERS, layer, library_layers, require_known
from layers.symbol import Marker


def test_the_keys_of_the_house() -> None:
    assert set(LAYERS) == {
        "communes",
        "parcels",
        "neighbourhoods_2015",
        "neighbourhoods_2024",
        "operations",
        "housing",
        "facilities",
    }
    assert [item.key for item in library_layers()] == [key for key in LAYERS if key != "operations"]


@pytest.mark.parametrize("key", list(LAYERS))
def test_a_declaration_is_whole(key: str) -> None:
    item = layer(key)
    assert item.key == key
    assert item.identifier in item.names
    assert item.label in item.names
    assert len(set(item.names)) == len(item.names)
    assert "fictitious" in item.names
    assert (item.geometry is GeometryKind.POINT) == isinstance(item.symbol.marker, Marker)
    for field in item.fields:
        assert field.sources
        assert field.title
        assert field.meaning
    if item.symbol.by:
        assert {found.value for found in item.symbol.classes} == set(item.by_name[item.symbol.by].choices)


@pytest.mark.parametrize("key", [item.key for item in library_layers()])
def test_no_two_fields_of_a_layer_claim_the_same_column(key: str) -> None:
    names = [
        name.lower() for field in layer(key).fields for name in {source.lower() for source in field.sources}
    ]
    assert len(names) == len(set(names))


def test_an_unknown_layer_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownLayerError, match=r"«\sparcelles\s».*communes"):
        layer("parcelles")


def test_a_configuration_that_names_an_unknown_layer_is_refused() -> None:
    found = settings.load(settings.ROOT / "config.toml")
    require_known(found)
    wrong = found.model_copy(update={"map": found.map.model_copy(update={"layers": ("communes", "routes")})})
    with pytest.raises(SettingsError, match=r"map\.layers.*'routes'.*communes"):
        require_known(wrong)
