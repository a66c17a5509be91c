"""Good and hostile files, all made in code. Nothing here is read from the disk."""

import struct
import zipfile
import zlib
from io import BytesIO

import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

SECRET = b"RAHASIA-METADATA"
ZIP_TAIL = b"PK\x03\x04evil"


# --- pictures ---------------------------------------------------------------
def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, color=options.pop("color", None) or 90).save(out, kind, **options)
    return out.getvalue()


def photo_with_gps(size=(60, 40), orientation=6):
    """A phone's photograph: place, maker, XMP, comment, turned by EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "S", 2: (8.0, 7.0, 58.0), 3: "E", 4: (113.0, 13.0, 1.0)})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    return picture("JPEG", size, color=(200, 30, 30), exif=exif, xmp=xmp, comment=SECRET)


def png_with_text():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return picture("PNG", pnginfo=info, exif=Image.Exif())


def png_chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_declaring(width, height, rows=b""):
    """A tiny PNG whose header promises any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )


def webp_declaring(width, height):
    canvas = bytes([0x02, 0, 0, 0]) + (width - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + canvas + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_declaring(width, height):
    data = picture("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def jpeg_with_scans(count):
    data = picture("JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * count + b"\xff\xd9"


def moving(kind):
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80)
    return out.getvalue()


def phone_jpeg_with_preview():
    """What Samsung and Apple phones write: a JPEG with a second picture behind it (MPO)."""
    out = BytesIO()
    second = Image.new("RGB", (10, 10), "blue")
    Image.new("RGB", (60, 40), "red").save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


# --- PDF --------------------------------------------------------------------
def pdf(pages=1, dress=None, **save):
    """A PDF of blank pages; `dress(pdf)` puts things on it."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    if dress:
        dress(document)
    out = BytesIO()
    document.save(out, **save)
    return out.getvalue()


def javascript(code="app.alert(1)"):
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(code))


def armed(document):
    """Everything in a PDF that acts by itself, or hides, or tells about its author."""
    root, page = document.Root, document.pages[0].obj
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    root.OpenAction = document.make_indirect(javascript())
    root.AA = Dictionary(WC=javascript("closing()"))
    page.AA = Dictionary(O=launch)
    embedded = document.make_stream(SECRET, Type=Name.EmbeddedFile)
    filespec = document.make_indirect(
        Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=embedded))
    )
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), document.make_indirect(javascript())])),
        EmbeddedFiles=Dictionary(Names=Array([String("x.exe"), filespec])),
    )
    root.AF = Array([filespec])
    send = Dictionary(S=Name.SubmitForm, F=String("http://x"))
    field = _annotation(document, Name.Widget, FT=Name.Btn, T=String("a"), A=send)
    root.AcroForm = Dictionary(Fields=Array([field]), XFA=document.make_stream(SECRET))
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET.decode())))
    chained = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]), Next=javascript("chained()"))
    page.Annots = Array(
        [
            _annotation(document, Name.Link, A=chained),
            _annotation(document, Name.Link, A=_address("javascript:alert(1)")),
            _annotation(document, Name.Link, A=_address("https://contoh.go.id/")),
            _annotation(document, Name.FileAttachment, FS=filespec),
            field,
        ]
    )
    document.docinfo["/Author"] = SECRET.decode()
    with document.open_metadata() as metadata:
        metadata["dc:title"] = SECRET.decode()


def _address(address):
    return Dictionary(S=Name.URI, URI=String(address))


def _annotation(document, subtype, **entries):
    area = Array([0, 0, 10, 10])
    return document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=subtype, Rect=area, **entries)
    )


def pdf_with_stream(data, **entries):
    """`data` stands in the file as it is, under the filters that `entries` name."""

    def dress(document):
        stream = pikepdf.Stream(document, b"")
        filters = entries.pop("Filter", None)
        stream.write(data, filter=filters)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        page = document.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(X=document.make_indirect(stream)))

    return pdf(dress=dress, compress_streams=False)


def pdf_with_photo(jpeg):
    look = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceRGB}
    size = {"Width": 60, "Height": 40, "BitsPerComponent": 8}
    return pdf_with_stream(jpeg, Filter=Name.DCTDecode, **look, **size)


def deflated_blanks(megabytes):
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def pdf_with_object_stream_bomb(megabytes):
    """The bomb goes off where a reader looks for objects, before it has seen a page."""
    payload = deflated_blanks(megabytes)
    out, places = bytearray(b"%PDF-1.5\n"), []
    for body in (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/X 7 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\n"
        b"endstream endobj\n" % (len(payload), payload),
    ):
        places.append(len(out))
        out += body
    table = b"\0\0\0\0\0\0\xff" + b"".join(b"\1" + struct.pack(">IH", at, 0) for at in places)
    table += b"\1" + struct.pack(">IH", len(out), 0) + b"\0" * 7 + b"\2" + struct.pack(">IH", 4, 0)
    start = len(out)
    out += b"5 0 obj<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return bytes(out) + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start


# --- sheets -----------------------------------------------------------------
def workbook(rows=3):
    book = openpyxl.Workbook()
    for number in range(rows):
        book.active.append([f"19800101{number:010d}", "Ani", number])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_with(extra=(), packing=zipfile.ZIP_DEFLATED, drop=()):
    """A real workbook with entries added or left out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as old, zipfile.ZipFile(out, "w", packing) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, old.read(name))
        for name, data in extra:
            new.writestr(name, data)
    return out.getvalue()


def workbook_bomb(megabytes, name="xl/worksheets/sheet9.xml"):
    out = BytesIO(workbook())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as entry,
    ):
        for _ in range(megabytes):
            entry.write(b"0" * (1 << 20))
    return out.getvalue()


def workbook_that_lies(megabytes, claim=1000):
    """The directory and the entry's own header tell a small size; the data doesn't end there."""
    data = bytearray(workbook_bomb(megabytes))
    true_size = struct.pack("<L", megabytes << 20)
    at = data.rindex(b"PK\x01\x02")
    assert data[at + 24 : at + 28] == true_size
    data[at + 24 : at + 28] = struct.pack("<L", claim)
    # The checksum of what was promised, so that a reader who stops there finds nothing wrong.
    data[at + 16 : at + 20] = struct.pack("<L", zlib.crc32(b"0" * claim))
    return bytes(data)


def nested_workbook(disguise="xl/embeddings/a.xlsx"):
    return workbook_with([(disguise, workbook())])


def renamed_entry(new_name):
    """An entry whose name zipfile itself would not write."""
    placeholder = "q" * len(new_name)
    data = workbook_with([(placeholder, b"x")])
    return data.replace(placeholder.encode(), new_name.encode("latin-1"))
