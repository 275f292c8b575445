"""The code that another site pastes to show the map of an edition."""

from exports.edition.site import EMBED
from maps.markup import tag


def iframe_code(address: str = "", *, title: str, page: str = EMBED) -> str:
    """Write the code of a frame.

    Parameters
    ----------
    address
        Where the folder of the edition will stand, such as ``https://www.example.fr/renouvellement/``; empty: to be
        filled in by whoever pastes it, which the code says.
    title
        What the frame shows, for those who do not see it.
    page
        Path of the page from the root of the edition.

    Examples
    --------
    >>> iframe_code("https://example.fr/carte", title="Carte").split(" width=")[0]
    '<iframe src="https://example.fr/carte/cadre.html" title="Carte"'
    """
    root = (address or "https://…/").rstrip("/")
    code = tag(
        "iframe",
        "",
        src=f"{root}/{page}",
        title=title,
        width="100%",
        height="600",
        loading="lazy",
        style="border:0",
    )
    # A text to be shown, and no markup of the page that shows it.
    return str(code)
