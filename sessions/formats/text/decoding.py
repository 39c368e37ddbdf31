"""Decodes bytes as text from any program."""

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks; UTF-32 is listed before UTF-16, because its mark begins with the same bytes."""

_LOOKED_AT_BYTES: Final = 4096
_MOST_ODD: Final = 0.01
"""Largest share of control characters in a text; a file with a few damaged bytes can still be read."""

_ORDINARY_CONTROLS: Final = frozenset(b"\t\n\r\f\x1a")
_MOST_NULS: Final = 0.3
"""Every second byte of a text of digits in UTF-16 is zero."""


def decode_text(content: bytes) -> str | None:
    """Decode bytes as UTF-8, UTF-16, UTF-32 or Windows-1252; return None if they are not text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            # A truncated text may end within a character.
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    head = content[:_LOOKED_AT_BYTES]
    if (unmarked := _unmarked_utf16(head)) is not None:
        return content.decode(unmarked, errors="replace")
    odd = sum(byte < 32 and byte not in _ORDINARY_CONTROLS for byte in head)
    if odd > _MOST_ODD * len(head):
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if error.end >= len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode()
        return _windows_text(content)


def _windows_text(content: bytes) -> str | None:
    """Decode Windows-1252; return None for random bytes, because most of those are not digits or letters."""
    text = content.decode("cp1252", errors="replace")
    head = content[:_LOOKED_AT_BYTES]
    foreign = sum(byte >= 128 for byte in head)
    return text if foreign <= max(8, 0.2 * len(head)) else None


def _unmarked_utf16(head: bytes) -> str | None:
    if len(head) < 4:
        return None
    half = len(head) // 2
    even, odd = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > (1 - _MOST_NULS) * half and even < 0.05 * half:
        return "utf-16-le"
    if even > (1 - _MOST_NULS) * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
