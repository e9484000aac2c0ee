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

step "5. The same reports as a record, in which what several outlets tell is one incident:" \
    add demo/reports "$@" --record out/demo.sayso --quiet

# The towns are invented, so no gazetteer knows them. A person says where they lie: on an island
# of the demonstration's own, far out in the Atlantic, where no real place is meant.
step "6. What no gazetteer knows, a person decides; each decision can be undone:" \
    decide place "Tor Belen" 31.6N,40.9W --record out/demo.sayso --person "the demo" \
    --reason "invented, so are its neighbours"
tail -n +2 demo/places.tsv | while IFS='	' read -r place point; do
    "$SAYSO" decide place "$place" "$point" --record out/demo.sayso \
        --person "the demo" --reason "invented, so are its neighbours" >/dev/null 2>&1
done

step "7. What they do not agree on, with how many independent voices tell it:" \
    incidents --record out/demo.sayso --disputed

step "8. Who stands how to whom, since when and on whose say-so:" \
    relations --record out/demo.sayso --type allegiance --type alliance

cat <<END

The claims are in out/claims.csv, for any spreadsheet; open out/demo.html in a browser and
move over a claim to see its words light up. The record is out/demo.sayso. The reports are in
demo/reports: one war, told by ten outlets that do not agree. Its places are invented; on the
map they lie in the open Atlantic.

What to do next:

  $SAYSO serve out/demo.sayso                 see the record in a browser, and correct it
  $SAYSO why i-...                            tell how an incident came about
  $SAYSO add YOUR-FOLDER --record war.sayso   make a record of reports of your own
  $SAYSO code YOUR-FOLDER -o claims.csv       or claims alone, as a table
  $SAYSO show YOUR-REPORT --html page.html    check one of them against its words
  $SAYSO doctor                               see whether everything works here
END

# Where somebody looks on and there is a screen, the workbench opens; in a log it only says how.
if test -t 1 && test -z "${CI:-}" &&
    { test "$(uname)" = Darwin || test -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}"; }; then
    printf '\nThe workbench opens in your browser.\n'
    exec "$SAYSO" serve out/demo.sayso
fi
