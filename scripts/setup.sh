#!/bin/sh
# Sets up the virtual environment and the system's libraries: sh scripts/setup.sh run|test
# As root on Debian or Ubuntu missing packages are installed; otherwise the one command to run is named.
set -eu
purpose=$1
venv=.venv

python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    echo "setup: Python 3.11 or newer is needed; install it and try again." >&2
    exit 1
fi

# What is loaded or run, and the Debian package that holds it.
libraries="libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libX11.so.6 libx11-6
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0"
programs=
if [ "$purpose" = test ]; then
    programs="Xvfb xvfb
xdotool xdotool
dbus-daemon dbus-daemon"
fi

missing=
if [ "$(uname -s)" = Linux ]; then
    loadable=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null || true)
    while read -r library package; do
        case $loadable in *"$library "*) ;; *) missing="$missing $package" ;; esac
    done <<LIST
$libraries
LIST
    while read -r program package; do
        [ -z "$program" ] || command -v "$program" >/dev/null 2>&1 || missing="$missing $package"
    done <<LIST
$programs
LIST
    if [ -z "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" \
        -name '*.[to]tf' 2>/dev/null | head -n 1)" ]; then
        missing="$missing fonts-dejavu-core"
    fi
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        missing="$missing python3-venv"
    fi
fi
if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "setup: install what your system calls:$missing" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "setup: run this once, then try again:" >&2
        echo "    sudo apt-get install -y$missing" >&2
        exit 1
    fi
    echo "setup: installing$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
if [ "$purpose" = test ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
    touch "$venv/test.stamp"
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable .
fi
touch "$venv/run.stamp"
