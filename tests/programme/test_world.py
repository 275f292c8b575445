"""One moment, as one kind of reader sees it."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.actor import LOCAL, PUBLIC, Role
from core.errors import UnknownOperationError
from core.settings import Folders, Settings, Territory
from layers.library import Library
from layers.revision import Facts
from programme.storage.store import Store
from programme.world import World, open_world
from tests.programme import factories
from tests.programme.factories import empty_world, world


def test_layers_by_name_and_by_key():
    place = world(without=("housing",))
    assert place.communes is place.snapshot("communes")
    assert place.parcels is place.snapshots["parcels"]
    assert place.neighbourhoods_2015 is place.snapshot("neighbourhoods_2015")
    assert place.neighbourhoods_2024 is place.snapshot("neighbourhoods_2024")
    assert place.facilities is place.snapshot("facilities")
    assert place.housing is None
    assert place.snapshot("programme") is None


def test_names_of_communes():
    place = world()
    assert place.commune_names["92050"] == "Nanterre"
    assert place.commune_name("75056") == "75056"
    assert place.commune_name(None) is None
    assert place.epts["92036"] == "Boucle Nord de Seine"
    assert empty_world().commune_names == {}
    assert empty_world().epts == {}


def test_footprints_leave_the_unmapped_out():
    found = world().footprints
    assert found.ids == ("92050-014", "92050-015", "92036-001")
    assert found.positions.tolist() == [0, 1, 2]
    assert found.near(factories.X0 + 375, factories.Y0 + 50, 0.0, 0.0) == [(1, 0.0)]
    assert found.near(0.0, 0.0, 10.0, 1000.0) == []
    assert empty_world().footprints.ids == ()


def test_an_operation_that_is_not_there():
    world().require_operation("92050-016")
    with pytest.raises(UnknownOperationError, match="92050-017"):
        world().require_operation("92050-017")


def test_the_key_tells_role_and_revisions_apart():
    first = world()
    assert first.key == world().key
    assert first.key != world(role=Role.PUBLIC).key
    assert first.key != world(without=("housing",)).key
    later = dataclasses.replace(first.programme, revision=2)
    assert first.key != world(later).key


def test_what_is_derived_is_derived_once_for_all_threads():
    place, calls, gate = world(), [], threading.Barrier(4)

    def make(inner: World) -> int:
        calls.append(inner)
        return len(inner.programme.operations)

    def ask(_number: int) -> int:
        gate.wait()
        return place.derive(make)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [4, 4, 4, 4]
    assert calls == [place]


@pytest.fixture
def installation(tmp_path):
    settings = Settings(
        territory=Territory(all=True),
        folders=Folders(library=tmp_path / "library", programme=tmp_path / "programme.gpkg"),
        file=tmp_path / "config.toml",
    )
    store = Store(settings.folders.programme)
    yield settings, store, Library(settings.folders.library)
    store.close()


def publish(library, key, content):
    return library.publish(content.frame, Facts(layer=key, kept=len(content.frame)))


def test_an_empty_installation_opens(installation):
    place = open_world(*installation)
    assert len(place.programme.operations) == 0
    assert dict(place.snapshots) == {}
    assert place.commune_names == {}


def test_the_same_world_until_a_layer_changes(installation):
    _settings, _store, library = installation
    first = open_world(*installation, LOCAL)
    assert open_world(*installation, LOCAL) is first
    revision = publish(library, "communes", factories.communes())
    second = open_world(*installation, LOCAL)
    assert second is not first
    assert second.communes is not None
    assert second.communes.revision.id == revision.id
    assert second.commune_names["92004"] == "Asnières-sur-Seine"
    assert open_world(*installation, LOCAL) is second


def test_the_same_world_until_the_programme_changes(installation):
    _settings, store, _library = installation
    first = open_world(*installation)
    with store.transaction():
        pass
    second = open_world(*installation)
    assert second is not first
    assert second.programme.revision > first.programme.revision


def test_each_kind_of_reader_has_a_world(installation):
    whole, public = open_world(*installation, LOCAL), open_world(*installation, PUBLIC)
    assert (whole.role, public.role) == (Role.STEERING, Role.PUBLIC)
    assert open_world(*installation, LOCAL) is whole
    assert open_world(*installation, PUBLIC) is public


def test_two_installations_do_not_mix(installation, tmp_path):
    settings, _store, library = installation
    publish(library, "communes", factories.communes())
    other_store = Store(tmp_path / "other.gpkg")
    other = open_world(settings, other_store, Library(tmp_path / "other"))
    assert other.communes is None
    assert open_world(*installation).communes is not None
    other_store.close()


def test_threads_share_one_world(installation):
    with ThreadPoolExecutor(4) as pool:
        places = list(pool.map(lambda _number: open_world(*installation), range(8)))
    assert len({id(place) for place in places}) == 1
