from core.issues import Level
from layers.communes import COMMUNES
from layers.housing import HOUSING
from layers.mapping import columns_of, mapping_issues
from layers.parcels import PARCELS


def test_columns_are_found_whatever_their_case():
    assert columns_of(COMMUNES, ["Insee_Com", "NOM_com", "x"]) == {"insee": "Insee_Com", "name": "NOM_com"}


def test_the_first_declared_name_wins():
    assert columns_of(PARCELS, ["id", "IDU"])["idu"] == "IDU"
    assert columns_of(COMMUNES, ["name", "nom", "code"])["name"] == "nom"


def test_names_cut_by_a_shapefile_are_found():
    assert columns_of(HOUSING, ["identifian", "nblogement"]) == {
        "id": "identifian",
        "dwellings": "nblogement",
    }


def test_missing_required_fields_are_errors_with_all_names():
    columns = ["nom", "geom_id"]
    issues = mapping_issues(COMMUNES, columns, columns_of(COMMUNES, columns))
    error, absent, unused = issues
    assert (error.code, error.level, error.field) == ("field.missing", Level.ERROR, "insee")
    assert error.values["found"] == "nom, geom_id"
    assert error.values["accepted"].startswith("INSEE, insee, code")
    assert (absent.code, absent.values) == ("field.absent", {"fields": "ept, area_ha, population"})
    assert (unused.code, unused.values) == ("field.unused", {"columns": "geom_id"})


def test_a_complete_file_has_nothing_to_say():
    columns = [field.sources[0] for field in PARCELS.fields]
    assert mapping_issues(PARCELS, columns, columns_of(PARCELS, columns)) == []
