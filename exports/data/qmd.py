"""What describes a layer, in the XML that QGIS keeps the metadata of a layer in and shows it from."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.languages import _, current_language
from exports.data.facts import LayerFacts, Origin

_LANGUAGES = {"fr": "FRE", "en": "ENG"}


def qmd(made: Origin, facts: LayerFacts) -> str:
    """Write the metadata of a layer for QGIS.

    Parameters
    ----------
    made
        Who gives it out; invented data says so in its title and its abstract.
    facts
        What is known of it.

    Returns
    -------
    XML, in the words of the language in force.
    """
    root = Element("qgis", version="3.22.0")
    title = facts.title if made.notice is None else f"{facts.title} – {made.notice}"
    for name, text in (
        ("identifier", f"{facts.key} {facts.revision}"),
        ("parentidentifier", ""),
        ("language", _LANGUAGES[current_language()]),
        ("type", "dataset"),
        ("title", title),
        ("abstract", _abstract(made, facts)),
    ):
        SubElement(root, name).text = text
    contact = SubElement(root, "contact")
    for name, text in (("name", ""), ("organization", made.installation), ("role", "distributor")):
        SubElement(contact, name).text = text
    SubElement(root, "links")
    dates = SubElement(root, "dates")
    SubElement(dates, "date", type="Published", value=f"{made.made_on.isoformat()}T00:00:00Z")
    if facts.data_date is not None:
        SubElement(dates, "date", type="Created", value=f"{facts.data_date.isoformat()}T00:00:00Z")
    SubElement(root, "fees")
    SubElement(root, "rights").text = made.audience
    SubElement(root, "license").text = facts.licence
    SubElement(root, "encoding").text = "UTF-8"
    SubElement(SubElement(SubElement(root, "crs"), "spatialrefsys"), "authid").text = facts.crs
    history = _("Revision {revision}").format(revision=facts.revision)
    SubElement(root, "history").text = history
    indent(root)
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return doctype + tostring(root, encoding="unicode") + "\n"


def _abstract(made: Origin, facts: LayerFacts) -> str:
    """The rows that a person is shown elsewhere, and the fields, one a line."""
    said = _("{title}: {values}")
    told = [said.format(title=head, values=value) for head, value in facts.rows]
    fields = [
        said.format(title=facts.names.get(item.name, item.name), values=f"{item.title}. {item.meaning}")
        for item in facts.columns
    ]
    return "\n".join([*([made.notice] if made.notice else []), *told, "", *fields])
