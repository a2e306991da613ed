# Shared by the scripts of `make`: steps with times, packages of the system, the environment.
# Sourced, not run. Everything happens in the project's folder.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What WeasyPrint loads, and letters for names in other scripts.
SYSTEM_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk)
# A browser for the tests, what its remote control (playwright) is linked with, and Java for the
# engine that checks papers against PDF/A and PDF/UA.
TEST_PACKAGES=(chromium libatomic1 openjdk-17-jdk-headless)

STEPS=0
STEP=0

step() { # step TEXT: begin the next numbered step
    STEP=$((STEP + 1))
    printf '[%d/%d] %s\n' "$STEP" "$STEPS" "$1"
}

say() { printf '      %s\n' "$1"; }

stop() { # stop TEXT...: say why and end
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# --- Packages of the system --------------------------------------------------------------

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

missing_packages() { # missing_packages NAME...: those not installed, one a line
    local name
    for name in "$@"; do
        [[ "$(dpkg-query -W -f='${Status}' "$name" 2>/dev/null)" == "install ok installed" ]] ||
            echo "$name"
    done
}

AS_ROOT=()

become_root() { # become_root NAME...: sets AS_ROOT, or says which packages root must install
    [[ "$(id -u)" == 0 ]] && return
    command -v sudo >/dev/null ||
        stop "Packages must be installed, which needs root: become root, or install sudo." \
            "What would be run: apt-get install --no-install-recommends $*"
    AS_ROOT=(sudo)
}

apt_install() { # apt_install NAME...: install what is missing of the named packages
    local missing started=$SECONDS
    mapfile -t missing < <(missing_packages "$@")
    if [[ ${#missing[@]} == 0 ]]; then
        say "all there"
        return
    fi
    become_root "${missing[@]}"
    say "installing with apt: ${missing[*]}"
    apt_quietly update
    apt_quietly install -y --no-install-recommends "${missing[@]}"
    say "installed in $((SECONDS - started)) s"
}

apt_quietly() { # apt_quietly COMMAND...: its output is shown only when it fails
    local log
    log=$(mktemp)
    if ! "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        stop "apt-get $1 failed; its last lines stand above."
    fi
    rm -f "$log"
}

system_packages() { # system_packages NAME...: install them, or say what to install instead
    if [[ $# == 0 ]]; then
        return
    elif has_apt; then
        apt_install "$@"
    else
        without_apt "$@"
    fi
}

without_apt() { # the same things elsewhere: stop when one is missing, naming all that are
    local missing=()
    has_library libpango-1.0 || missing+=("Pango 1.44 or later (Fedora: pango, Alpine: pango, macOS: brew install pango)")
    has_library libpangoft2-1.0 || missing+=("PangoFT2, part of Pango on most systems")
    has_library libharfbuzz-subset || missing+=("HarfBuzz subset library (Fedora: harfbuzz, Alpine: harfbuzz-subset, macOS: brew install harfbuzz)")
    [[ -n "$(fc-list :lang=zh family 2>/dev/null)" ]] || missing+=("Noto fonts with CJK (Fedora: google-noto-sans-cjk-fonts, Alpine: font-noto font-noto-cjk)")
    if [[ " $* " == *" chromium "* ]] && [[ ! -x /usr/bin/chromium ]]; then
        missing+=("Chromium as /usr/bin/chromium")
    fi
    if [[ " $* " == *"-venv "* ]]; then
        missing+=("The modules venv and ensurepip of $PYTHON")
    fi
    if [[ ${#missing[@]} == 0 ]]; then
        say "all there"
    else
        stop "This system has no apt-get, so these must be installed by hand; then run it again:" \
            "${missing[@]/#/  - }"
    fi
}

has_library() { # has_library NAME: whether the loader would find NAME.so or NAME.dylib
    { ldconfig -p 2>/dev/null || true; } | grep -q "$1\.so" ||
        compgen -G "/usr/lib/$1.so*" >/dev/null || compgen -G "/usr/lib64/$1.so*" >/dev/null ||
        compgen -G "/opt/homebrew/lib/$1.*dylib" >/dev/null ||
        compgen -G "/usr/local/lib/$1.*dylib" >/dev/null
}

# --- Python --------------------------------------------------------------------------------

PYTHON=""

find_python() { # sets PYTHON to the first interpreter that is new enough
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON=$(command -v "$candidate")
            say "$("$PYTHON" --version), $PYTHON"
            return
        fi
    done
    if has_apt; then
        stop "Python 3.11 or later is needed and was not found. Install it: apt-get install python3"
    fi
    stop "Python 3.11 or later is needed and was not found: see https://www.python.org/downloads/"
}

# Debian keeps a part of Python's venv in a package of its own; names it when it is needed.
venv_package() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null && return
    "$PYTHON" -c 'import sys; print(f"python3.{sys.version_info.minor}-venv")'
}

make_environment() { # makes .venv unless there is a working one
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    say "making .venv"
    "$PYTHON" -m venv --clear .venv
}

link_project() { # lets .venv/bin/python -m headway work from any folder
    local site
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    [[ "$(cat "$site/headway.pth" 2>/dev/null)" == "$PWD" ]] || echo "$PWD" >"$site/headway.pth"
}

install_locked() { # install_locked FILE: into .venv, unless exactly this file is there already
    local file=$1 stamp=.venv/$1.sha256 started=$SECONDS now
    now=$(.venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest(), sys.version.split()[0])' "$file")
    if [[ "$(cat "$stamp" 2>/dev/null)" == "$now" ]]; then
        say "$file: unchanged since it was installed"
        return
    fi
    say "$file: $(grep -c '^[A-Za-z0-9].*==' "$file") packages, exact versions with hashes"
    pip_with_progress "$file"
    echo "$now" >"$stamp"
    say "installed in $((SECONDS - started)) s"
}

pip_with_progress() {
    local log
    log=$(mktemp)
    if ! .venv/bin/python -m pip install --no-input --require-hashes -r "$1" </dev/null 2>&1 |
        tee "$log" | awk '
            /^(Collecting|Requirement already satisfied)/ { n++; if (n % 10 == 0) { print "        " n " fetched"; fflush() } }
            /^Installing collected/ { print "        unpacking"; fflush() }'; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        stop "pip could not install $1; its last lines stand above. Is the network reachable?"
    fi
    rm -f "$log"
}
