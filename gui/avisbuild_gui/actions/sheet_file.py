"""The sheet of all keys as a file to print: PDF or HTML."""

from html import escape
from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice, QMarginsF
from PyQt6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from avisbuild import files, inside
from avisbuild.errors import AvisbuildError
from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.sheet_sections import sections
from avisbuild_gui.texts import tr


class CheatSheetError(AvisbuildError):
    """The sheet cannot be written."""


def sheet_html(key_map: KeyMap) -> str:
    """The sheet as a page of HTML."""
    parts = [f"<html><head><meta charset='utf-8'><title>{escape(tr('All keys'))}</title></head>"]
    parts.append(f"<body><h2>avisbuild · {escape(tr('All keys'))}</h2>")
    for heading, lines in sections(key_map):
        parts.append(f"<h3>{escape(heading)}</h3><table cellpadding='2'>")
        parts += [
            f"<tr><td width='220'><b>{escape(keys)}</b></td><td>{escape(text)}</td></tr>"
            for keys, text in lines
        ]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>\n"])


def write_sheet(key_map: KeyMap, path: Path) -> None:
    """Write the sheet as a PDF, or as HTML where the name does not end in .pdf; raises CheatSheetError."""
    html = sheet_html(key_map)
    try:
        is_pdf = path.suffix.lower() == ".pdf"
        files.write_bytes(inside.checked(path), _pdf(html) if is_pdf else html.encode())
    except OSError as error:
        raise CheatSheetError("cheat-sheet-unwritable", path=path, reason=error.strerror) from error


def _pdf(html: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(15, 12, 15, 12), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(html)
    document.print(writer)
    return buffer.data().data()
