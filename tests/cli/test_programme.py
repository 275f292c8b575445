"""``trame load``, ``trame identify``, ``trame operation``: what they print, and with which exit status."""

import json

import pytest
from click.testing import CliRunner

from cli.columns import columns
from cli.operation_text import operation_text
from cli.programme import identify, load, operation
from core.actor import Role
from core.errors import UnknownOperationError
from core.languages import language
from core.settings import Folders, Settings, Territory
from gis.projection import to_wgs84
from layers.library import Library
from layers.revision import Facts
from programme.exchange.declarations import FORMATS
from programme.sheets import operation_sheet
from tests.programme import factories
from tests.programme.factories import point, square, world

TABLES = {
    "operations": """\
id,name,commune,family,step,owner,owner_kind,description,cost_excl_tax_eur,cost_incl_tax_eur,funding_basis_eur,\
convention_end,dwellings_demolished,dwellings_rebuilt_on_site,dwellings_rebuilt_elsewhere,dwellings_requalified,\
dwellings_residentialised,contact,internal_comment,fictitious
92050-014,Tours du Parc,92050,34,engagée,Office fictif,landlord,,3400000.00,,3100000.00,,0,0,0,0,120,,,true
92050-016,Étude urbaine,92050,14,étude,Ville de Nanterre,commune,,,,,,0,0,0,0,0,,,true
""",
    "footprints": f'operation_id,wkt,fictitious\n92050-014,"{square(0, 0).wkt}",true\n',
    "milestones": "operation_id,step,planned,actual,fictitious\n92050-014,étude,2024-01-10,2024-02-09,true\n",
    "funders": "id,name,short_name,kind,rank,fictitious\nanru,Agence nationale,ANRU,anru,1,true\n",
    "funding_lines": """\
id,operation_id,funder_id,kind,nature,year,requested_eur,voted_eur,committed_eur,paid_eur,award_decision,fictitious
L1,92050-014,anru,subsidy,award,2025,1240000.50,1240000.50,1240000.50,310000.00,DAS-1,true
""",
    "social_actions": """\
id,name,theme,public,holder,holder_siren,commune,start,end,requested_eur,granted_eur,hours_planned,hours_done,\
meetings,results,internal_comment,fictitious
A1,Atelier des habitants,consultation,all,Association fictive,,92050,2025-01-01,,,18000.00,,,3,,,true
""",
    "social_action_operations": "social_action_id,operation_id,fictitious\nA1,92050-014,true\n",
    "social_action_neighbourhoods": "social_action_id,neighbourhood_code,fictitious\nA1,QN09206M,true\n",
}


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / FORMATS[name].file).write_text(text, encoding="utf-8")
    return Settings(
        territory=Territory(all=True),
        folders=Folders(library=tmp_path / "library", programme=tmp_path / "programme.gpkg", tables=folder),
        file=tmp_path / "config.toml",
    )


@pytest.fixture
def layers(settings):
    library = Library(settings.folders.library)
    for key in ("communes", "parcels", "neighbourhoods_2024", "facilities"):
        content = getattr(factories, key)()
        library.publish(content.frame, Facts(layer=key, kept=len(content.frame)))
    return library


@pytest.fixture
def loaded(settings, layers):
    result = run(load, [], settings)
    assert result.exit_code == 0, result.output
    return settings


def run(command, arguments, settings):
    return CliRunner().invoke(command, arguments, obj=settings)


def place(x, y):
    found = to_wgs84([point(x, y)])[0]
    return [repr(found.x), repr(found.y)]


def test_load_tells_how_many_rows(settings, layers):
    result = run(load, [], settings)
    assert result.exit_code == 0
    assert ["operations", "2"] in [line.split() for line in result.stdout.splitlines()]
    assert "Le programme a été chargé." in result.stdout
    assert result.stderr == ""


def test_load_as_json_is_one_document(settings, layers):
    result = run(load, ["--json"], settings)
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["loaded"] is True
    assert report["counts"]["funding_lines"] == 1
    assert result.stderr == ""


def test_load_takes_another_folder(settings, layers, tmp_path):
    other = settings.folders.tables.rename(tmp_path / "other")
    assert run(load, [str(other)], settings).exit_code == 0


def test_a_refused_load_names_file_and_row_and_changes_nothing(loaded):
    file = loaded.folders.tables / FORMATS["funding_lines"].file
    file.write_text(file.read_text(encoding="utf-8").replace("92050-014", "92050-999"), encoding="utf-8")
    result = run(load, [], loaded)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert file.name in result.stderr
    assert "ligne 1" in result.stderr
    assert "Rien n’a été chargé" in result.stderr
    as_json = run(load, ["--json"], loaded)
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["loaded"] is False
    sheet = json.loads(run(operation, ["92050-014", "--json"], loaded).stdout)
    assert len(sheet["funding"]["lines"]) == 1


def test_load_of_a_folder_that_is_not_there_is_wrong_usage(settings):
    assert run(load, ["/nowhere/at/all"], settings).exit_code == 2


def test_identify_as_json(loaded):
    result = run(identify, [*place(50, 50), "--json"], loaded)
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [(item["layer"], item["id"]) for item in document["features"]] == [
        ("operations", "92050-014"),
        ("facilities", "F1"),
        ("neighbourhoods_2024", "QN09206M"),
        ("parcels", "92050000BR0001"),
        ("communes", "92050"),
    ]
    assert document["features"][0]["fields"]["step"] == "engagée"
    assert document["features"][1]["distance_m"] == pytest.approx(10, abs=0.01)
    assert result.stderr == ""


def test_identify_within_a_distance(loaded):
    document = json.loads(run(identify, [*place(50, 50), "--within", "5", "--json"], loaded).stdout)
    assert "facilities" not in {item["layer"] for item in document["features"]}


def test_identify_for_a_person_is_aligned(loaded):
    result = run(identify, place(50, 50), loaded)
    lines = result.stdout.splitlines()
    assert len(lines) == 5
    starts = [line.index(name) for line, name in zip(lines, ("92050-014", "F1", "QN09206M"), strict=False)]
    assert len(set(starts)) == 1
    assert lines[1].endswith("10\u00a0m")


def test_identify_where_nothing_lies(loaded):
    result = run(identify, ["-150", "-20"], loaded)
    assert (result.exit_code, result.stdout.strip()) == (0, "Rien de ce que Trame connaît ne se trouve là.")
    document = json.loads(run(identify, ["-150", "-20", "--json"], loaded).stdout)
    assert document == {"lon": -150.0, "lat": -20.0, "features": []}


@pytest.mark.parametrize(
    "arguments",
    [["2.2"], ["x", "48.9"], ["200", "48.9"], ["2.2", "91"], ["nan", "48.9"], ["2.2", "48.9", "--jsn"]],
)
def test_identify_used_wrongly(settings, arguments):
    result = run(identify, arguments, settings)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_operation_as_json(loaded):
    result = run(operation, ["92050-014", "--json"], loaded)
    sheet = json.loads(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert (sheet["id"], sheet["name"], sheet["family"], sheet["step"], sheet["owner"]) == (
        *("92050-014", "Tours du Parc", "34", "engagée", "Office fictif"),
    )
    assert [(item["idu"], item["share"]) for item in sheet["parcels"]] == [("92050000BR0001", 1.0)]
    assert sheet["parcels"][0]["covered_m2"] == pytest.approx(10_000)
    assert sheet["funding"]["lines"][0]["requested_eur"] == "1240000.50"
    assert sheet["funding"]["totals"]["paid_eur"] == "310000.00"
    assert [item["id"] for item in sheet["social_actions"]] == ["A1"]
    assert [item["code"] for item in sheet["neighbourhoods"]] == ["QN09206M"]


def test_operation_for_a_person(loaded):
    result = run(operation, ["92050-014"], loaded)
    assert result.exit_code == 0
    assert result.stdout.startswith("Tours du Parc\n92050-014 · Nanterre · Paris Ouest La Défense\n")
    assert "Reste à financer\u00a0: 2\u202f160\u202f000\u00a0€." in result.stdout
    assert "Fictif" in result.stdout


def test_an_operation_that_is_not_there(loaded):
    result = run(operation, ["92050-999", "--json"], loaded)
    assert result.exit_code == 1
    assert isinstance(result.exception, UnknownOperationError)
    assert result.stdout == ""


def test_an_unmapped_operation_says_so(loaded):
    assert "n’a pas d’emprise" in run(operation, ["92050-016"], loaded).stdout


def test_an_empty_installation_answers(settings):
    assert json.loads(run(identify, ["2.2", "48.9", "--json"], settings).stdout)["features"] == []
    assert run(operation, ["92050-014"], settings).exit_code == 1


def test_the_text_of_an_operation_says_what_its_plan_lacks():
    text = operation_text(operation_sheet(world(), "92050-015"))
    assert "Financements en excédent de 50\u202f000\u00a0€." in text
    unknown = operation_text(operation_sheet(world(), "92036-001"))
    assert "Le taux de subvention n’est pas calculable" in unknown


def test_columns_of_numbers_are_aligned_on_the_right():
    text = operation_text(operation_sheet(world(), "92050-014"))
    rows = [line for line in text.splitlines() if "1\u202f240\u202f000" in line or "465\u202f000" in line]
    assert len({len(line) for line in rows}) == 1
    assert columns([]) == ""
    assert columns([["a", "1"], ["bb", "22"]], right=[1], indent=2) == "  a    1\n  bb  22"


def test_the_text_of_an_operation_in_english():
    with language("en"):
        assert "Not covered yet: 672,000" in operation_text(operation_sheet(world(), "92050-014"))


def test_who_pays_is_left_out_for_those_who_may_not_see_it():
    text = operation_text(operation_sheet(world(role=Role.PUBLIC), "92050-014"))
    assert "ANRU" not in text
    assert "Reste à financer" not in text
