#!/bin/sh
# Sets up the virtual environment and the system's libraries: sh scripts/setup.sh run|test
# As root on Debian or Ubuntu missing packages are installed; otherwise the one command to run is named. Each step
# says what it does and how long that takes.
set -eu
purpose=$1
venv=.venv

say() {
    echo "setup: $*" >&2
}

find_python() {
    python=
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            python=$(command -v "$candidate")
            break
        fi
    done
}

say "looking for Python and for the system's libraries"
find_python

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
    if [ -z "$python" ]; then
        missing="$missing python3 python3-venv"
    elif ! "$python" -c 'import ensurepip' 2>/dev/null; then
        missing="$missing python3-venv"
    fi
fi
if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        say "install what your system calls:$missing"
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo sh -c"
        command -v sudo >/dev/null 2>&1 || as_root="su -c"
        say "some packages of the system are missing. Run this once, then try again:"
        echo "    $as_root 'apt-get update && apt-get install -y --no-install-recommends$missing'" >&2
        exit 1
    fi
    say "installing packages of the system with apt-get (one or two minutes):$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    find_python
fi
if [ -z "$python" ]; then
    say "Python 3.11 or newer is needed; install it and try again."
    exit 1
fi

# An environment whose making was interrupted has no pip, and one whose Python is gone does not start.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "making the virtual environment $venv with $("$python" --version) (about ten seconds)"
    "$python" -m venv --clear "$venv"
fi
install() {
    say "installing Python packages into $venv: $2; this takes one to five minutes and shows nothing meanwhile"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$1"
}
if [ "$purpose" = test ]; then
    install '.[dev]' "670 MB on disk"
    touch "$venv/test.stamp"
else
    install . "500 MB on disk"
fi
touch "$venv/run.stamp"
say "done"
