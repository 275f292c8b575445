import json
import subprocess
import sys

import pytest

from gis import drivers

_LISTING = """
import json, fiona, pyogrio
from fiona.env import Env
with Env() as environment:
    print(json.dumps([sorted(pyogrio.list_drivers()), sorted(environment.drivers())]))
"""


def listed(environment):
    done = subprocess.run(
        [sys.executable, "-I", "-c", _LISTING], env=environment, capture_output=True, text=True, check=True
    )
    return [set(names) for names in json.loads(done.stdout)]


def test_every_driver_of_both_copies_of_gdal_is_known():
    for names in listed({}):
        assert names - {"MEM", "Memory"} <= drivers.KNOWN


@pytest.mark.parametrize("driver", drivers.ALLOWED)
def test_a_child_has_the_wanted_driver_and_no_other(driver, tmp_path):
    pyogrio_has, fiona_has = listed(drivers.environment(driver, tmp_path))
    assert pyogrio_has - {"MEM", "Memory"} == {driver}
    assert fiona_has - {"MEM", "Memory"} <= {driver}


def test_only_drivers_of_the_list_are_given(tmp_path):
    with pytest.raises(KeyError):
        drivers.environment("OGR_VRT", tmp_path)


def test_nothing_of_the_parents_environment_is_handed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    found = drivers.environment("GPKG", tmp_path)
    assert "DATABASE_URL" not in found
    assert found["PATH"] == ""
    assert found["PROJ_NETWORK"] == "OFF"
