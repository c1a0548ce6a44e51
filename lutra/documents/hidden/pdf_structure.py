"""What a PDF carries beside its pages: files, programs, layers, notes, values, properties, leftovers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pikepdf

from lutra.documents.hidden import properties
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.reading.errors import Encrypted, Unreadable

_MOST_OBJECTS = 400_000
_LARGEST_STREAM = 32 * 1024 * 1024
# What may stand on a page and is seen as it is: links, and the fields of a form, which are looked at themselves.
_PLAIN_ANNOTATIONS = {"/Link", "/Widget", "/TrapNet", "/PrinterMark"}
_CARRIERS = {"/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D"}
_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch_action",
    "/SubmitForm": "launch_action",
    "/ImportData": "launch_action",
    "/Rendition": "launch_action",
    "/GoToR": "external_link",
    "/GoToE": "external_link",
}
_DRAWS = re.compile(rb"\bT[jJ]\b|\bDo\b|\bBI\b")
_HIDDEN_WIDGET = 0b100010  # annotation flags Hidden and NoView


def open_structure(content: bytes) -> pikepdf.Pdf:
    """Raises Encrypted, Unreadable."""
    try:
        return pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Encrypted() from error
    except (pikepdf.PdfError, ValueError, RuntimeError, OverflowError) as error:
        raise Unreadable(
            "damaged", "Susunan PDF rusak. Simpan ulang dari aplikasi asalnya, lalu unggah lagi."
        ) from error


class Structure:
    """One walk over all objects of a PDF, and what it found."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.findings: list[Hidden] = []
        self.texts: list[
            tuple[str, str]
        ] = []  # (place, text) that is on no page: notes, values, descriptions
        self.files: list[tuple[str, bytes]] = []  # attached
        self.pictures: list[bytes] = []  # JPEG files as they lie in the PDF
        self.is_signed = False
        self._edges: dict[tuple[int, int], set[tuple[int, int]]] = {}

    def walk(self) -> None:
        """Look at everything. Raises Unreadable when the tree is broken or endless."""
        try:
            self._catalog()
            self._objects()
            self._unreferenced()
            self._pages()
            self._properties()
        except (pikepdf.PdfError, RecursionError, RuntimeError) as error:
            raise Unreadable(
                "damaged", "Susunan PDF rusak. Simpan ulang dari aplikasi asalnya, lalu unggah lagi."
            ) from error

    # --- the catalog ---

    def _catalog(self) -> None:
        root = self.pdf.Root
        if "/Collection" in root:
            self.findings.append(hidden("portfolio", "dokumen"))
        self._layers(root.get("/OCProperties"))
        form = root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary):
            if "/XFA" in form:
                self.findings.append(hidden("custom_xml", "formulir XFA"))
                self.texts.append(("formulir XFA", _xfa(form.get("/XFA"))))
            fields = form.get("/Fields")
            if isinstance(fields, pikepdf.Array):
                self._fields(list(fields))

    def _layers(self, layers: Any) -> None:
        if not isinstance(layers, pikepdf.Dictionary):
            return
        default = layers.get("/D")
        if not isinstance(default, pikepdf.Dictionary):
            return
        off = default.get("/OFF")
        hidden_ones = list(off) if isinstance(off, pikepdf.Array) else []
        if str(default.get("/BaseState", "/ON")) == "/OFF":
            on = default.get("/ON")
            shown = {each.objgen for each in on} if isinstance(on, pikepdf.Array) else set()
            every = layers.get("/OCGs")
            hidden_ones += [each for each in (every or []) if each.objgen not in shown]
        for layer in hidden_ones:
            self.findings.append(hidden("hidden_layer", "dokumen", _text(_get(layer, "/Name"))))
        every = layers.get("/OCGs")
        for layer in every if isinstance(every, pikepdf.Array) else []:
            usage = _get(layer, "/Usage")
            view, printing = (
                _get(_get(usage, "/View"), "/ViewState"),
                _get(_get(usage, "/Print"), "/PrintState"),
            )
            if "/OFF" in (str(view), str(printing)):
                self.findings.append(hidden("hidden_layer", "dokumen", _text(_get(layer, "/Name"))))

    def _fields(self, fields: list[Any]) -> None:
        """Values of a form, all the way down, each field once."""
        seen: set[tuple[int, int]] = set()
        values: list[str] = []
        while fields:
            field = fields.pop()
            if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
                continue
            if field.is_indirect:
                seen.add(field.objgen)
            kids = field.get("/Kids")
            if isinstance(kids, pikepdf.Array):
                fields.extend(kids)
            value = field.get("/V")
            if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
                self.is_signed = True
                self.findings.append(note("signature", "dokumen", _text(value.get("/Name"))))
                continue
            said = _text(value)
            if not said or said == "/Off":
                continue
            self.texts.append(("isian formulir", said))
            flags: Any = field.get("/F")
            if isinstance(flags, int) and int(flags) & _HIDDEN_WIDGET:
                self.findings.append(hidden("hidden_field", "formulir", said))
            else:
                values.append(said)
        if values:
            self.findings.append(
                hidden("form_value", "formulir", f"{len(values)} isian: {'; '.join(reversed(values))}")
            )

    # --- every object ---

    def _objects(self) -> None:
        scripts: set[str] = set()
        for number, each in enumerate(self.pdf.objects):
            if number > _MOST_OBJECTS:
                raise Unreadable(
                    "too_large", "PDF terlalu rumit untuk diperiksa; bagi menjadi beberapa berkas."
                )
            edges: set[tuple[int, int]] = set()
            if isinstance(each, pikepdf.Object):
                for part in _parts(each, edges):
                    self._part(part, scripts)
                self._edges[each.objgen] = edges
                if isinstance(each, pikepdf.Stream):
                    self._stream(each)
        self.findings.extend(hidden(kind, "dokumen") for kind in sorted(scripts))

    def _part(self, part: pikepdf.Dictionary, actions: set[str]) -> None:
        kind = _ACTIONS.get(str(part.get("/S", "")))
        if kind and (kind != "external_link" or "/F" in part):
            actions.add(kind)
        if "/JS" in part:
            actions.add("javascript")
        if "/EF" in part:
            self._attachment(part)
        if "/PieceInfo" in part:
            actions.add("page_data")
        for key in ("/ActualText", "/Alt", "/E"):
            said = _text(part.get(key)) if key in part else ""
            if len(said) > 3:
                self.texts.append(("teks pengganti", said))
        if "/URI" in part:
            self.texts.append(("alamat tautan", unquote(_text(part.get("/URI")))))
        if "/Title" in part and ("/Parent" in part or "/Next" in part or "/Prev" in part):
            self.texts.append(("penanda", _text(part.get("/Title"))))

    def _attachment(self, spec: pikepdf.Dictionary) -> None:
        name = _text(spec.get("/UF")) or _text(spec.get("/F")) or "tanpa nama"
        files = spec.get("/EF")
        stream = _get(files, "/F") or _get(files, "/UF")
        self.findings.append(hidden("attachment", "dokumen", name))
        if isinstance(stream, pikepdf.Stream):
            content = _decoded(stream)
            if content is None:
                self.findings.append(hidden("unreadable_part", f"lampiran {name}"))
            else:
                self.files.append((name, content))

    def _stream(self, stream: pikepdf.Stream) -> None:
        if str(stream.get("/Subtype", "")) == "/Image" and _filters(stream)[-1:] == ["/DCTDecode"]:
            try:
                raw = stream.read_raw_bytes() if len(_filters(stream)) == 1 else b""
            except (pikepdf.PdfError, RuntimeError):
                raw = b""
            if raw:
                self.pictures.append(raw)

    # --- what nothing leads to ---

    def _unreferenced(self) -> None:
        trailer: set[tuple[int, int]] = set()
        for _part in _parts(self.pdf.trailer, trailer):
            pass
        reached, waiting = set(trailer), list(trailer)
        while waiting:
            for target in self._edges.get(waiting.pop(), ()):
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        left = [objgen for objgen in self._edges if objgen not in reached]
        # A page that something leads to and that stands in no place among the pages is shown by nobody, either.
        shown = {page.obj.objgen for page in self.pdf.pages}
        found = ["Page" for objgen in reached & set(self._edges) - shown if self._is_page(objgen)]
        for objgen in left:
            what = _leftover(self.pdf.get_object(objgen))
            if what:
                found.append(what)
        if found:
            self.findings.append(
                hidden("unreferenced_object", "dokumen", f"{len(found)}: {'; '.join(found)}")
            )

    def _is_page(self, objgen: tuple[int, int]) -> bool:
        thing = self.pdf.get_object(objgen)
        return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type", "")) == "/Page"

    # --- pages ---

    def _pages(self) -> None:
        for number, page in enumerate(self.pdf.pages, 1):
            place = f"halaman {number}"
            if "/Thumb" in page.obj:
                self.findings.append(hidden("thumbnail", place))
            annotations = page.obj.get("/Annots")
            for each in annotations if isinstance(annotations, pikepdf.Array) else []:
                if isinstance(each, pikepdf.Dictionary):
                    self._annotation(each, place)

    def _annotation(self, each: pikepdf.Dictionary, place: str) -> None:
        kind = str(each.get("/Subtype", ""))
        said = " ".join(part for part in (_text(each.get("/T")), _text(each.get("/Contents"))) if part)
        if said:
            self.texts.append((f"anotasi {place}", said))
        if kind in _CARRIERS and kind != "/FileAttachment":
            self.findings.append(hidden("embedded_file", place, kind.lstrip("/")))
        elif kind in _PLAIN_ANNOTATIONS or (kind == "/Popup" and "/Parent" in each):
            return
        else:
            self.findings.append(hidden("annotation", place, f"{kind.lstrip('/')} {said}"))

    # --- properties ---

    def _properties(self) -> None:
        info = self.pdf.trailer.get("/Info")
        if isinstance(info, pikepdf.Dictionary):
            values = {str(key).lstrip("/"): _text(value) for key, value in info.items()}
            self.texts += [(f"properti {key}", said) for key, said in values.items() if said]
            self.findings.extend(properties.of_pdf(values))
        for each in self.pdf.objects:
            if isinstance(each, pikepdf.Stream) and str(each.get("/Type", "")) == "/Metadata":
                content = _decoded(each)
                if content is None:
                    self.findings.append(hidden("unreadable_part", "metadata XMP"))
                else:
                    self.findings.extend(properties.of_xmp(content, "dokumen"))


def _parts(thing: Any, edges: set[tuple[int, int]]) -> Iterator[pikepdf.Dictionary]:
    """The dictionaries inside an object that are no objects of their own; ``edges`` takes those that are."""
    waiting = [thing]
    first = True
    while waiting:
        each = waiting.pop()
        if not first and isinstance(each, pikepdf.Object) and each.is_indirect:
            edges.add(each.objgen)
            continue
        first = False
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            if isinstance(each, pikepdf.Stream):
                yield each.stream_dict
            else:
                yield each
            waiting.extend(_objects(value for _key, value in each.items()))
        elif isinstance(each, pikepdf.Array):
            waiting.extend(_objects(each))


def _objects(values: Iterable[Any]) -> Iterator[pikepdf.Object]:
    """Without numbers and truth values, which come as Python's own."""
    return (value for value in values if isinstance(value, pikepdf.Object))


def _leftover(thing: Any) -> str:
    """What an unreferenced object is when it could tell something; empty for the machinery of the file."""
    if isinstance(thing, pikepdf.Stream):
        kind = str(thing.get("/Subtype", ""))
        if str(thing.get("/Type", "")) in ("/XRef", "/ObjStm"):
            return ""
        if kind == "/Image":
            return "gambar"
        if str(thing.get("/Type", "")) == "/EmbeddedFile":
            return "berkas"
        content = _decoded(thing)
        if content is None:
            return "data"
        return "isi halaman" if _DRAWS.search(content) else ""
    if isinstance(thing, pikepdf.Dictionary):
        kind = str(thing.get("/Type", ""))
        if "/Linearized" in thing:
            return ""
        if kind in ("/Page", "/Annot", "/Filespec"):
            return kind.lstrip("/")
        said = [_text(value) for _key, value in thing.items() if isinstance(value, pikepdf.String)]
        long = [each for each in said if len(each) >= 12 and not each.startswith("D:")]
        return f"teks {long[0]}" if long and kind not in ("/Font", "/FontDescriptor") else ""
    return ""


_TAG = re.compile(rb"<[^>]*>")


def _xfa(form: Any) -> str:
    """The words of a form that is described in XML, in one stream or in several."""
    parts = list(form) if isinstance(form, pikepdf.Array) else [form]
    contents = (_decoded(each) for each in parts if isinstance(each, pikepdf.Stream))
    return "\n".join(_TAG.sub(b" ", each).decode("utf-8", "replace") for each in contents if each)


def _decoded(stream: pikepdf.Stream) -> bytes | None:
    """The content of a stream; None when it cannot be had."""
    try:
        content = bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError, MemoryError):
        return None
    return content if len(content) <= _LARGEST_STREAM else None


def _filters(stream: pikepdf.Stream) -> list[str]:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [str(each) for each in found]
    return [] if found is None else [str(found)]


def _get(thing: Any, key: str) -> Any:
    return thing.get(key) if isinstance(thing, pikepdf.Dictionary) else None


def _text(value: Any) -> str:
    """A string, name, number or list of them in words; nothing for other things."""
    if value is None:
        return ""
    if isinstance(value, pikepdf.Array):
        return ", ".join(part for part in (_text(each) for each in value) if part)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    return str(value).strip()
