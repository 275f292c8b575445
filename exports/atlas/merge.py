"""Several tagged PDF bound as one: pages, tags, links, layers and bookmarks, nothing set again."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, String

_KINDS_OF_OBJECTS = (Name.OBJR, Name.MCR)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its words, the page that it leads to (the first is 1), and those under it."""

    title: str
    page: int
    under: tuple["Bookmark", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class BoundPart:
    """A part to be bound: its PDF, and what it is called in the tree of tags."""

    content: bytes
    title: str


def bind(front: bytes, parts: Sequence[BoundPart], first: int, bookmarks: Iterable[Bookmark]) -> bytes:
    """Bind parts into the document that was set around them.

    Parameters
    ----------
    front
        Tagged PDF whose pages from number ``first`` on stand for the pages of the parts, one each, of the same size:
        what is on them (artifacts alone, such as a page number) is put over those pages, and links to them lead there.
    parts
        n ≥ 0 tagged PDF, in their order.
    first
        Number of the first page that stands for one of theirs; the first page is 1.
    bookmarks
        Of the whole.

    Returns
    -------
    PDF whose tree of tags holds those of all: as accessible as the parts are. Layers of the same name are one.
    """
    with ExitStack() as opened:
        pdf = opened.enter_context(Pdf.open(io.BytesIO(front)))
        sources = [opened.enter_context(Pdf.open(io.BytesIO(part.content))) for part in parts]
        tree = _Tree(pdf)
        layers = _Layers(pdf)
        place = first - 1
        moved: dict[tuple[int, int], pikepdf.Object] = {}
        for number, (part, source) in enumerate(zip(parts, sources, strict=True)):
            for page in source.pages:
                stand_in = pdf.pages[place]
                pdf.pages.insert(place, page)
                moved[stand_in.obj.objgen] = pdf.pages[place].obj
                _put_over(pdf, pdf.pages[place], stand_in)
                del pdf.pages[place + 1]
                layers.use(pdf.pages[place])
                place += 1
            tree.add(source, part.title, f"p{number}-", list(pdf.pages)[place - len(source.pages) : place])
        _lead(pdf, moved)
        tree.finish()
        layers.finish()
        _outline(pdf, bookmarks)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a PDF, in points."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]
    return [(right - left, top - bottom) for left, bottom, right, top in boxes]


def _put_over(pdf: Pdf, page: Page, stand_in: Page) -> None:
    """Put what stands on the page that was held free over the page that takes its place."""
    drawn = pdf.make_indirect(stand_in.as_form_xobject())
    for key in ("/StructParents", "/Tabs"):
        if key in drawn:
            del drawn[key]
    name = page.add_resource(drawn, Name.XObject)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ q " + str(name).encode() + b" Do Q\n")


def _lead(pdf: Pdf, moved: dict[tuple[int, int], pikepdf.Object]) -> None:
    """Lead links to the pages that took the place of those that were held free."""
    for page in pdf.pages:
        for note in page.obj.get("/Annots", Array()):
            target = note.get("/Dest")
            if isinstance(target, Array) and len(target) and target[0].objgen in moved:
                target[0] = moved[target[0].objgen]


class _Tree:
    """Tree of tags of the whole: those of the parts are hung under the document, each under a part of its own."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        self.document = self.root.K[0] if isinstance(self.root.K, Array) else self.root.K
        self.numbers: list[tuple[int, Any]] = list(_pairs(self.root.ParentTree, "/Nums"))
        self.names: list[tuple[bytes, Any]] = [
            (bytes(name), item) for name, item in _pairs(self.root.get("/IDTree", Dictionary()), "/Names")
        ]
        self.next = int(self.root.ParentTreeNextKey)
        self.parts: list[Any] = []

    def add(self, source: Pdf, title: str, prefix: str, pages: Sequence[Page]) -> None:
        """Hang up the tags of a part whose pages stand in the document already."""
        own = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for page in pages:
            self._renumber(page.obj, "/StructParents")
            for note in page.obj.get("/Annots", Array()):
                self._renumber(note, "/StructParent")
        self.numbers += [(number + self.next, item) for number, item in _pairs(own.ParentTree, "/Nums")]
        self.next += int(own.ParentTreeNextKey)
        for role, standard in own.get("/RoleMap", Dictionary()).items():
            if role not in self.root.get("/RoleMap", Dictionary()):
                self.root.RoleMap[role] = standard
        top = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, T=String(title), P=self.document, K=Array())
        )
        for element in own.K if isinstance(own.K, Array) else [own.K]:
            element.P = top
            if Name.Document == element.S:
                element.S = Name.Sect
            top.K.append(element)
            self.names += _renamed(element, prefix.encode())
        self.parts.append(top)

    def finish(self) -> None:
        """Write the tree of numbers and names anew, the parts in the order of their pages."""
        self.root.ParentTree = self.pdf.make_indirect(
            Dictionary(Nums=Array(_flat(sorted(self.numbers, key=_key))))
        )
        self.root.ParentTreeNextKey = self.next
        if self.names:
            flat = _flat((String(name), item) for name, item in sorted(self.names, key=_key))
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(flat)))
        elements = self.document.K if isinstance(self.document.K, Array) else Array([self.document.K])
        order = {page.obj.objgen: place for place, page in enumerate(self.pdf.pages)}
        found = [(order.get(_page_of(element), -1), element) for element in [*elements, *self.parts]]
        self.document.K = Array([element for _place, element in sorted(found, key=_key)])

    def _renumber(self, holder: Any, key: str) -> None:
        if key in holder:
            holder[key] = int(holder[key]) + self.next


class _Layers:
    """Layers of all pages: those of the same name are one, so that a reader switches them everywhere at once."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.groups: dict[str, Any] = {}

    def use(self, page: Page) -> None:
        """Let a page use the layers of the document."""
        named = page.obj.get("/Resources", Dictionary()).get("/Properties")
        if named is None:
            return
        for key, group in list(named.items()):
            if group.get("/Type") == Name.OCG:
                named[key] = self.groups.setdefault(str(group.Name), group)

    def finish(self) -> None:
        """List the layers, the front one first as readers do."""
        if not self.groups:
            return
        every = list(self.groups.values())
        self.pdf.Root.OCProperties = Dictionary(
            OCGs=Array(every),
            D=Dictionary(Order=Array(every[::-1]), ON=Array(every), BaseState=Name.ON),
        )


def _pairs(tree: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """Pairs of a tree of numbers or names (ISO 32000-1, 7.9.6 and 7.9.7), its branches followed."""
    for branch in tree.get("/Kids", Array()):
        yield from _pairs(branch, key)
    flat = tree.get(key, Array())
    for place in range(0, len(flat), 2):
        name = flat[place]
        yield (int(name) if key == "/Nums" else bytes(name)), flat[place + 1]


def _renamed(element: Any, prefix: bytes) -> Iterator[tuple[bytes, Any]]:
    """Make the identifiers of a part's tags its own, and those by which the cells of a table name their heads."""
    if "/ID" in element:
        name = prefix + bytes(element.ID)
        element.ID = String(name)
        yield name, element
    attributes = element.get("/A")
    for item in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(item, Dictionary) and "/Headers" in item:
            item.Headers = Array([String(prefix + bytes(head)) for head in item.Headers])
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") not in _KINDS_OF_OBJECTS:
            yield from _renamed(kid, prefix)


def _page_of(element: Any) -> tuple[int, int]:
    """Page on which an element of the tree begins."""
    if "/Pg" in element:
        found: tuple[int, int] = element.Pg.objgen
        return found
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            place = _page_of(kid)
            if place != (0, 0):
                return place
    return (0, 0)


def _key(pair: tuple[Any, Any]) -> Any:
    return pair[0]


def _flat(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    return [item for pair in pairs for item in pair]


def _outline(pdf: Pdf, bookmarks: Iterable[Bookmark]) -> None:
    with pdf.open_outline() as outline:
        outline.root[:] = [_item(pdf, bookmark) for bookmark in bookmarks]


def _item(pdf: Pdf, bookmark: Bookmark) -> OutlineItem:
    target = Array([pdf.pages[bookmark.page - 1].obj, Name.Fit])
    item = OutlineItem(bookmark.title, target)
    item.children.extend(_item(pdf, under) for under in bookmark.under)
    return item
