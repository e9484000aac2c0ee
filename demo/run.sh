#!/bin/sh
# The demonstration: code the invented reports and any that are named, show what came out,
# say what to do next. `make demo` calls it.
set -eu

SAYSO=.venv/bin/sayso
# In a pipe or a log there is no width to ask for, and 80 columns are too few for the table.
test -t 1 || COLUMNS=${COLUMNS:-132}
export COLUMNS 2>/dev/null || true

# Say in words what comes, show the command, run it.
step() {
    printf '\n%s\n\n$' "$1"
    shift
    printf ' %s' "$SAYSO" "$@"
    printf '\n\n'
    "$SAYSO" "$@"
}

mkdir -p out

step "1. Pages, texts, a PDF, a feed and a web archive in; claims out, and an account of it:" \
    code demo/reports "$@" -o out/claims.csv

if [ $# -eq 0 ]; then
    step "2. One of them, a feed with two reports, as a table:" \
        code demo/reports/cadry-gazette.xml --format table --quiet
else
    step "2. The claims of your reports, as a table:" code "$@" --format table --quiet || true
fi

step "3. One report, with its claims marked in the words that they rest on:" \
    show demo/reports/wire-strike.html

step "4. The same for all reports, as one page for a browser:" \
    show demo/reports --html out/demo.html

cat <<END

The claims are in out/claims.csv, for any spreadsheet; open out/demo.html in a browser and
move over a claim to see its words light up. The reports are in demo/reports: one war, told
by ten outlets that do not agree.

What to do next:

  $SAYSO code YOUR-FOLDER -o claims.csv       code reports of your own
  $SAYSO show YOUR-REPORT --html page.html    check one of them against its words
  $SAYSO doctor                               see whether everything works here
END
