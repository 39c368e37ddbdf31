"""Cut the bundled font to the letters and features that the window uses.

    python scripts/subset_font.py FOLDER

FOLDER holds Inter-Regular.otf and Inter-SemiBold.otf of Inter 3.19, as Debian's package fonts-inter has them.
Needs fonttools, which the program itself does not: `python -m pip install fonttools`.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "biofeedback" / "window" / "look" / "fonts"
WEIGHTS: Final = ("Regular", "SemiBold")

LETTERS: Final = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+02C6-02DD,U+0300-0304,U+0307,U+0308,U+030A-030C,"
    "U+0391-03C9,U+0400-045F,U+2000-206F,U+2070-2089,U+20AC,U+2122,U+2190-2199,U+2202-2265,U+25A0-25FF"
)
"""Latin, Greek and Cyrillic with the signs of the window; other letters come from the system's fonts."""

FEATURES: Final = "ccmp,locl,kern,mark,mkmk,tnum,case"


def main() -> None:
    """Write both weights."""
    for weight in WEIGHTS:
        name = f"Inter-{weight}.otf"
        command = [
            *(sys.executable, "-m", "fontTools.subset", str(Path(sys.argv[1]) / name)),
            *(f"--unicodes={LETTERS}", f"--layout-features={FEATURES}", "--name-IDs=*"),
            f"--output-file={FONTS / name}",
        ]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
