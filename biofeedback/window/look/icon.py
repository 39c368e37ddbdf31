"""The program's icon, for the window and the task bar."""

from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QIcon, QPixmap

from biofeedback.desktop.entry import icon_svg

_SIDES_PX: Final = (16, 24, 32, 48, 64, 128, 256)


def program_icon() -> QIcon:
    """Return the icon in the sizes that desktops need; it is empty if Qt can't draw it."""
    from PySide6.QtGui import QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing, icon = QSvgRenderer(QByteArray(icon_svg())), QIcon()
    for side in _SIDES_PX:
        picture = QPixmap(side, side)
        picture.fill("transparent")
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        icon.addPixmap(picture)
    return icon
