#!/bin/sh
# Brings what tests need beside Python's packages: by apt where this is Debian and we are root, else says in a line what is missing and
# how to get it. `tests/tools.sh venv` looks only for what makes a virtual environment.
set -eu
packages='' lines=''

# need NAME PACKAGES ELSEWHERE: a tool is missing.
need() {
    packages="$packages $2"
    lines="$lines$1 is missing: apt-get install $2; elsewhere $3
"
}

"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || need 'The module venv of Python' python3-venv 'https://www.python.org/downloads/'
if [ "${1:-}" != venv ]; then
    command -v npm >/dev/null || need 'Node.js with npm' 'nodejs npm' 'https://nodejs.org/'
    if ! command -v soffice >/dev/null; then
        need LibreOffice 'libreoffice-calc-nogui libreoffice-writer-nogui libreoffice-impress-nogui' 'https://www.libreoffice.org/download/'
    else # Debian parts it into packages; tests open sheets, texts and slides.
        office=$(dirname "$(readlink -f "$(command -v soffice)")")
        if [ -e "$office/libsclo.so" ]; then
            [ -e "$office/libswlo.so" ] || need 'LibreOffice Writer' libreoffice-writer-nogui 'https://www.libreoffice.org/download/'
            [ -e "$office/libsdlo.so" ] || need 'LibreOffice Impress' libreoffice-impress-nogui 'https://www.libreoffice.org/download/'
        fi
    fi
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need PostgreSQL postgresql 'https://www.postgresql.org/download/'
    # Debian's are in /usr/sbin, which is not in everybody's path.
    PATH=$PATH:/usr/sbin command -v haproxy >/dev/null || need HAProxy haproxy 'https://www.haproxy.org/'
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null || need nginx nginx-light 'https://nginx.org/en/download.html'
    # Elsewhere Playwright fetches a browser of its own (tests/browser/install_browser.py).
    command -v chromium >/dev/null || command -v google-chrome >/dev/null || packages="$packages chromium"
fi
if [ -n "$packages" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -q
    # shellcheck disable=SC2086  # a word for each package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
elif [ -n "$lines" ]; then
    printf '%s' "$lines" >&2
    exit 1
fi
