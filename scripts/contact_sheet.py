"""Paint every view of the window at many sizes onto one sheet, and one breath onto a film strip.

    python -m scripts.contact_sheet [FOLDER]

Simulated people breathe while the clock is moved; the past sessions are made up. Needs no screen. With a
folder, each picture is written there too, at its full size.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from biofeedback.person.guide_styles import CIRCLE, LIGHT_STYLE, STILL, WAVE
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.window.choices import Opening
from biofeedback.window.look.depth import Depth
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.look import Theme
from biofeedback.window.look.typeface import font
from scripts.color_vision import VISIONS, seen_with
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory

FOLDER: Final = Path(__file__).parents[1] / "docs" / "images"
KEY: Final = Qt.Key
Size = tuple[int, int]
SIZES: Final[tuple[Size, ...]] = (
    *((480, 480), (683, 768), (800, 1280), (960, 1080), (1280, 720), (1920, 600), (1920, 1080), (3840, 2160)),
)
USUAL: Final = (1280, 720)

COLUMNS, CELL, LABEL = 8, (300, 190), 18
QUALITY: Final = 68
"""Of the sheet: cells across, their size, the height of a label, and how well JPEG keeps it."""

FRAMES_PER_S, FRAME_PX, BREATH_S = 30, 62, 12
"""Of the film strip: a row is a second."""

Picture = tuple[str, QImage]


def practising(
    scenario: str | None = "calm", *keys: Qt.Key, seconds: float = 71.0, language: str = "en"
) -> SimulatedSession:
    """Return a session that has gone on for a while, after some keys."""
    session = SimulatedSession(scenario, settings=chosen(rated=False, language=language))
    session.live(6.0)
    session.press(KEY.Key_Space)
    session.live(seconds)
    for key in keys:
        session.press(key)
    session.live(2.0)
    return session


def shown(
    session: SimulatedSession,
    depth: Depth,
    size: Size,
    *,
    percent: int = 100,
    theme: Theme = Theme.DARK,
    still: bool = False,
) -> Picture:
    """Return the practise view as it looks otherwise."""
    view = session.window.view
    session.window.resize(*size)
    view.set_depth(depth)
    view.set_appearance(theme, view.guide.style_shown, percent, reduces_motion=still)
    session.frame(0.3)
    session.frame(0.3)
    marks = (f"{percent} %" * (percent != 100), "light" * (theme is Theme.LIGHT), "still" * still)
    label = " ".join((depth.value, f"{size[0]}×{size[1]}", *filter(None, marks)))
    return label, grabbed(session)


def grabbed(session: SimulatedSession) -> QImage:
    return session.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def practise_views() -> Iterator[Picture]:
    """Yield the practise view in its depths, sizes, text sizes and styles, and as others see its colours."""
    session = practising()
    for depth in (Depth.BREATHE, Depth.HEART):
        yield from (shown(session, depth, size) for size in SIZES)
    for percent in (100, 150, 200):
        yield shown(session, Depth.DETAILS, USUAL, percent=percent)
    yield shown(session, Depth.DETAILS, (1920, 600))
    yield shown(session, Depth.BREATHE, USUAL, still=True)
    for theme in Theme:
        _, picture = shown(session, Depth.HEART, USUAL, theme=theme)
        yield from ((f"heart {theme} {vision}", seen_with(vision, picture)) for vision in VISIONS)
    _, picture = shown(session, Depth.DETAILS, USUAL)
    yield from ((f"details {vision}", seen_with(vision, picture)) for vision in VISIONS)
    for style in (CIRCLE, WAVE, STILL):
        session.window.guide.set_style(style)
        yield style.key, shown(session, Depth.BREATHE, USUAL)[1]
    session.window.guide.set_style(LIGHT_STYLE)
    session.press(KEY.Key_F)
    session.live(1.0)
    yield "alone", grabbed(session)
    session.close()


def german_views() -> Iterator[Picture]:
    """Yield the practise view in German, with text of twice the size."""
    session = practising(language="de")
    for size in ((480, 480), (800, 1280), USUAL, (1920, 600)):
        label, picture = shown(session, Depth.HEART, size, percent=200, theme=Theme.LIGHT)
        yield f"de {label}", picture
    label, picture = shown(session, Depth.DETAILS, USUAL, percent=200, theme=Theme.LIGHT)
    yield f"de {label}", picture
    session.close()
    speak_by_setting("en")


def page_views() -> Iterator[Picture]:
    """Yield the pages over and beside the guide."""
    session = SimulatedSession("calm", settings=chosen())
    session.live(5.0)
    pages = {
        "settings": (KEY.Key_O, (KEY.Key_O,)),
        "help": (KEY.Key_F1, (KEY.Key_F1,)),
        "about": (KEY.Key_F2, (KEY.Key_F2,)),
        "care": (KEY.Key_K, (KEY.Key_K,)),
        "patterns": (KEY.Key_P, (KEY.Key_P,)),
        "why": (KEY.Key_W, (KEY.Key_W,)),
    }
    yield "ratings", grabbed(session)
    for number, (name, (key, back)) in enumerate(pages.items()):
        theme = list(Theme)[number % 2]
        session.window.view.set_appearance(theme, LIGHT_STYLE, 100)
        session.press(key)
        session.live(1.0)
        yield f"{name} {theme}", grabbed(session)
        for one in back:
            session.press(one)
    session.close()
    safety = SimulatedSession(None, settings=chosen(safety_read=False))
    yield "safety", grabbed(safety)
    safety.close()


def home_views() -> Iterator[Picture]:
    """Yield Home, small and large, in both themes and languages."""
    looks = (((1280, 720), Theme.DARK, 100, "en"), ((480, 480), Theme.DARK, 100, "en"))
    more = (((800, 1280), Theme.LIGHT, 100, "en"), ((1280, 720), Theme.LIGHT, 200, "de"))
    for size, theme, percent, language in (*looks, *more):
        settings = chosen(theme=theme, text_percent=percent, language=language)
        past = MadeUpHistory(Path("none"))
        session = SimulatedSession(
            "calm", settings=settings, size=size, opens=Opening.HOME, history=past, today=NOW.date
        )
        session.live(3.0)
        yield f"home {size[0]}×{size[1]} {theme} {language}", grabbed(session)
        session.close()
    speak_by_setting("en")
    first = SimulatedSession(None, settings=chosen(), opens=Opening.HOME, today=NOW.date)
    first.live(3.0)
    yield "home on the first day", grabbed(first)
    first.close()


def narrow_views() -> Iterator[Picture]:
    """Yield the patterns in German in small windows, beside or below the guide."""
    for size in ((480, 480), (800, 1280), (960, 1080)):
        session = SimulatedSession("calm", settings=chosen(rated=False, language="de"), size=size)
        session.live(5.0)
        session.press(KEY.Key_P)
        session.live(1.0)
        yield f"patterns de {size[0]}×{size[1]}", grabbed(session)
        session.close()
    speak_by_setting("en")


def programme_views() -> Iterator[Picture]:
    """Yield a step of a programme that has no guide."""
    for theme in Theme:
        player = ProgrammePlayer(Course(find_programme("belly-a0")), language=lambda: "en")
        settings = chosen(rated=False, theme=theme, depth="breathe")
        session = SimulatedSession("calm", settings=settings, player=player)
        session.live(2.0)
        session.press(KEY.Key_Space)
        session.live(25.0)
        yield f"programme {theme}", grabbed(session)
        session.close()


def after_views() -> Iterator[Picture]:
    """Yield the summary, the history, and what may go wrong."""
    session = practising(seconds=1.0)
    session.live(601.0, step_s=0.5)
    session.live(6.0)
    for theme in Theme:
        session.window.view.set_appearance(theme, LIGHT_STYLE, 100)
        session.window._sheets.place(session.window.view.look)
        session.live(0.5)
        yield f"summary {theme}", grabbed(session)
    session.close()
    past = SimulatedSession(
        None, settings=chosen(), history=MadeUpHistory(Path("none")), today=NOW.date, size=(1280, 1100)
    )
    past.press(KEY.Key_H)
    past.wait_for_history()
    yield "history", grabbed(past)
    past.close()
    missing = practising(None)
    yield "no strap", shown(missing, Depth.HEART, USUAL)[1]
    missing.close()
    poor = practising("poor-contact", seconds=120.0)
    yield "poor contact", shown(poor, Depth.HEART, USUAL)[1]
    poor.close()


VIEWS: Final[tuple[Callable[[], Iterator[Picture]], ...]] = (
    practise_views,
    german_views,
    home_views,
    narrow_views,
    programme_views,
    page_views,
    after_views,
)


def contact_sheet(pictures: list[Picture]) -> QImage:
    """Return all pictures on one sheet, each with its name."""
    width, height = CELL
    rows = -(-len(pictures) // COLUMNS)
    sheet = QImage(COLUMNS * width, rows * (height + LABEL), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#5A6268"))
    painter = QPainter(sheet)
    painter.setFont(font(12.0))
    painter.setPen(QColor("white"))
    for number, (label, picture) in enumerate(pictures):
        x, y = number % COLUMNS * width, number // COLUMNS * (height + LABEL)
        small = picture.scaled(
            *(width - 4, height - 2),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawText(QRectF(x + 2, y, width - 4, LABEL), Qt.AlignmentFlag.AlignLeft, label)
        painter.drawImage(x + 2, y + LABEL, small)
    painter.end()
    return sheet


def film_strip() -> QImage:
    """Return one breath of a simulated person, thirty frames a second and a second a row."""
    settings = chosen(rated=False, depth="breathe")
    session = SimulatedSession("calm", settings=replace(settings), size=(480, 480))
    session.live(6.0)
    session.press(KEY.Key_Space)
    session.live(39.0)
    strip = QImage(FRAMES_PER_S * FRAME_PX, BREATH_S * FRAME_PX, QImage.Format.Format_RGB32)
    painter = QPainter(strip)
    for number in range(FRAMES_PER_S * BREATH_S):
        session.frame(1.0 / FRAMES_PER_S)
        guide = session.window.guide
        side = guide.height()
        picture = guide.grab().toImage().copy((guide.width() - side) // 2, 0, side, side)
        small = picture.scaled(FRAME_PX, FRAME_PX, mode=Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(number % FRAMES_PER_S * FRAME_PX, number // FRAMES_PER_S * FRAME_PX, small)
    painter.end()
    session.close()
    return strip


def main() -> None:
    """Write the sheet and the strip."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    pictures: list[Picture] = []
    for views in VIEWS:
        for label, picture in views():
            print(label, flush=True)
            if len(sys.argv) > 1:
                name = label.replace(" ", "-").replace("×", "x").replace("%", "")
                picture.save(str(Path(sys.argv[1]) / f"{name}.png"))
            pictures.append((label, picture))
    contact_sheet(pictures).save(str(FOLDER / "contact-sheet.jpg"), quality=QUALITY)
    film_strip().save(str(FOLDER / "film-strip.jpg"), quality=QUALITY)


if __name__ == "__main__":
    main()
