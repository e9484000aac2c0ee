"""An exported site: whole, readable without a server, and without what rules withhold."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from guarded_town import add, attack_report, copied, joined, later_report, rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joined_by_hand import claims_of, incident, join, relation
from served import CHANGE

from sayso.base.errors import ConfigError
from sayso.record import schema
from sayso.record.open import Record, open_record
from sayso.record.release.harm_rules import ReleaseFile
from sayso.serve.site import export_site, file_of

PUT = re.compile(r'\Asayso\.put\("((?:[^"\\]|\\.)*)", (.*)\);\n\Z', re.DOTALL)


def answers(folder: Path) -> dict[str, Any]:
    """Every answer by its address; each lies in the file that its address names."""
    found = {}
    for path in sorted((folder / "data").rglob("*.js")):
        put = PUT.match(path.read_text("utf-8"))
        assert put, path
        address = json.loads(f'"{put[1]}"')
        assert folder / file_of(address) == path
        found[address] = json.loads(put[2])
    return found


@pytest.fixture(scope="module")
def site(war, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sites") / "war"
    export_site(war, folder)
    return folder


def test_the_page_works_without_a_server_and_runs_nothing_else(site):
    html = (site / "index.html").read_text("utf-8")
    named = [n for n in re.findall(r'(?:src|href)="([^"]+)"', html) if n != "data:,"]
    assert all((site / name).is_file() for name in named)
    assert html.index("site.js") < html.index("app.js")
    assert "default-src 'self'" in html
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert {path.suffix for path in site.rglob("*") if path.is_file()} == {
        ".css", ".html", ".js", ".txt", ".woff2",
    }  # fmt: skip


def test_everything_that_the_server_lists_is_in_it(site, client):
    found = answers(site)
    columns = found["columns"]
    assert columns["ids"] == client.get("/api/incidents/columns").json()["ids"]
    rows = [row for n in range(len(columns["ids"]) // 200 + 1) for row in found[f"rows/{n}"]]
    assert [row["id"] for row in rows] == columns["ids"]
    listed = {row["id"]: row for row in client.get("/api/incidents").json()["items"]}
    assert {row["id"]: row for row in rows} == listed
    for what, key in (("reports", "id"), ("actors", "key")):
        assert {f"{what}/{row[key]}" for row in found[what]} <= found.keys()
    for id_ in columns["ids"]:
        assert found[f"incidents/{id_}"]["evidence"]
        assert found[f"histories/{id_}"]["items"]
    relations = client.get("/api/relations").json()["items"]
    assert {f"relations/{one['id']}" for one in relations} <= found.keys()
    assert {f"lifelines/{one['actor']}" for one in relations} <= found.keys()
    assert found["meta"]["writable"] is False


def test_an_incident_is_told_as_the_server_tells_it(site, client):
    found = answers(site)
    for id_ in found["columns"]["ids"]:
        there = client.get(f"/api/incidents/{id_}").json()
        here = found[f"incidents/{id_}"]
        for name in ("row", "fields", "estimates", "tellers", "lat", "lon"):
            assert here[name] == there[name]
        assert [one["text"] for one in here["evidence"]] == [
            one["text"] for one in there["evidence"]
        ]


def test_of_a_report_only_the_sentences_of_claims_are_in_it(site, client):
    found = answers(site)
    for row in found["reports"]:
        page = found[f"reports/{row['id']}"]
        there = client.get(f"/api/reports/{row['id']}").json()
        sentences = {view["claim"]["evidence"]["text"] for view in there["claims"]}
        assert {page["text"][a:b] for a, b in page["sentences"]} == sentences
        assert page["has_page"] is False
        assert page["row"]["origin"] == "" if "origin" in page["row"] else page["origin"] == ""
        for view in page["claims"]:
            claim = view["claim"]
            for span in (claim["trigger"], claim["evidence"], *claim.get("actor", [])):
                if span["start"] < span["end"]:
                    assert page["text"][span["start"] : span["end"]] == span["text"]
            assert claim["trigger"]["start"] < claim["trigger"]["end"]
    assert "Shops in the town stayed shut" not in "".join(map(str, found.values()))


def test_no_file_name_is_one_that_a_disk_refuses(site):
    names = [path.name for path in site.rglob("*")]
    assert all(re.fullmatch(r"[A-Za-z0-9=][A-Za-z0-9=._-]{0,120}", name) for name in names)
    assert len({name.casefold() for name in map(str, site.rglob("*"))}) == len(names)


def test_the_same_record_gives_the_same_files(war, site, tmp_path):
    export_site(war, tmp_path / "again")
    for path in site.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(site)).read_bytes() == path.read_bytes()


def test_a_filter_holds_for_all_that_is_in_it(war, tmp_path):
    export_site(war, tmp_path / "protests", filters={"type": ["PROTEST"]})
    found = answers(tmp_path / "protests")
    assert set(found["columns"]["types"]) == {"PROTEST"}
    types = {
        view["claim"]["type"]
        for row in found["reports"]
        for view in found[f"reports/{row['id']}"]["claims"]
    }
    assert types == {"PROTEST"}
    with pytest.raises(ConfigError, match="NOPE"):
        export_site(war, tmp_path / "none", filters={"type": ["NOPE"]})
    assert not list(tmp_path.glob("*none*"))


def test_persons_are_not_named_unless_the_user_says_so(own_war, writer, tmp_path):
    claim = writer.get("/api/review/queue").json()["items"][0]["claim"]["claim"]["id"]
    wish = {"kind": "accept", "subject": claim, "reason": "so says Ada Byron"}
    assert writer.post("/api/decisions", json=wish, headers=CHANGE).status_code == 200
    export_site(own_war, tmp_path / "unnamed")
    assert leaks(tmp_path / "unnamed", "byron") == []
    named = rules(name_people=True)
    export_site(own_war, tmp_path / "named", file=named)
    assert leaks(tmp_path / "named", "byron")


def test_only_a_site_is_replaced_and_a_failure_leaves_the_old_one(war, tmp_path, monkeypatch):
    folder = tmp_path / "site"
    export_site(war, folder)
    with pytest.raises(ConfigError, match="--force"):
        export_site(war, folder)
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr("sayso.serve.site._write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_site(war, folder, force=True)
    monkeypatch.undo()
    assert sorted(folder.rglob("*")) == before
    (folder / "data" / "old.js").write_text("old")
    export_site(war, folder, force=True)
    assert not (folder / "data" / "old.js").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    with pytest.raises(ConfigError, match="no exported site"):
        export_site(war, mine, force=True)
    assert (mine / "thesis.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} >= {"site", "mine"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


# --- rules that do no harm ----------------------------------------------------------------

SECRETS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "place": ({"match": {"place": ["Ilsk"]}, "place": "admin1"}, ("ilsk", "900001", "43.1")),
    "country": ({"match": {"place": ["Ilsk"]}, "place": "country"}, ("ilsk", "900001", "43.1")),
    "source": ({"match": {"source": ["Kerr"]}, "drop": ["source"]}, ("kerr",)),
    "outlet": ({"match": {"source": ["Hill Radio"]}, "drop": ["outlet"]}, ("hill radio",)),
    "gone": ({"match": {"text": ["Ilsk"]}, "leave_out": True}, ("ilsk", "amina", "900001")),
    "day": (
        {"match": {"place": ["Ilsk"]}, "day": "month"},
        ("saturday", "march 2"),
    ),
    "coordinates": ({"match": {"place": ["Ilsk"]}, "drop": ["coordinates"]}, ("900001", "43.1")),
}


def leaks(folder: Path, *words: str) -> list[str]:
    """Files of a site, but for the page's own, in whose bytes or name a word stands."""
    own = [folder / "site.js", folder / "index.html", *(folder / "data").rglob("*")]
    found = []
    for path in own:
        text = path.read_text("utf-8").casefold() if path.is_file() else ""
        names = str(path.relative_to(folder)).casefold()
        found += [f"{names}: {word}" for word in words if word in text or word in names]
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    """A record with the claims of the town, not joined."""
    path = tmp_path_factory.mktemp("town") / "town.sayso"
    with open_record(path, create=True) as made:
        add(made, attack_report("ilsk-1", "Hill Radio"), attack_report("r-2", "The Courier"))
        add(made, later_report())
    return path


@pytest.fixture
def town(told, tmp_path):
    shutil.copy(told, tmp_path / "town.sayso")
    with open_record(tmp_path / "town.sayso") as made:
        joined(made)
        copied(made, "r-2", "ilsk-1")
        yield made


def test_without_rules_all_of_it_is_there(town, tmp_path):
    """Else the next tests would find nothing anyhow."""
    export_site(town, tmp_path / "open")
    for _, words in SECRETS.values():
        for word in words:
            assert leaks(tmp_path / "open", word) or word == "march 2", word


@pytest.mark.parametrize("evidence", ["drop", "cut"])
@pytest.mark.parametrize("name", sorted(SECRETS))
def test_what_is_withheld_is_in_no_file(town, tmp_path, name, evidence):
    rule, words = SECRETS[name]
    made = export_site(town, tmp_path / "guarded", file=rules(rule | {"evidence": evidence}))
    assert leaks(tmp_path / "guarded", *words) == []
    assert made.shown.touched
    found = answers(tmp_path / "guarded")
    assert not [address for address in found if address.startswith("histories/")]
    info = (tmp_path / "guarded" / "site.js").read_text("utf-8")
    assert json.loads(info.removeprefix("window.saysoSite = ").rstrip(";\n"))["rules"]


def test_a_day_is_as_coarse_as_the_rule_says(town, tmp_path):
    rule, _ = SECRETS["day"]
    export_site(town, tmp_path / "guarded", file=rules(rule))
    rows = answers(tmp_path / "guarded")["rows/0"]
    march = [row for row in rows if row["day_from"].startswith("2031-03-01")]
    assert march
    assert {(row["day_from"], row["day_to"]) for row in march} == {("2031-03-01", "2031-03-31")}


def test_what_no_rule_is_for_stays(town, tmp_path):
    rule, _ = SECRETS["place"]
    export_site(town, tmp_path / "guarded", file=rules(rule))
    found = answers(tmp_path / "guarded")
    texts = "".join(page["text"] for key, page in found.items() if key.startswith("reports/"))
    assert "Marn shelled" in texts
    assert "In Marn the government arrested 14 men on Sunday" in texts
    assert any(row["place"] == "Marn" for row in found["rows/0"])


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.data(),
    names=st.lists(st.sampled_from(sorted(SECRETS)), min_size=1, max_size=3, unique=True),
)
def test_whatever_is_withheld_of_whichever_joining_is_in_no_file(told, tmp_path, data, names):
    evidence = data.draw(st.sampled_from(["drop", "cut"]))
    folder = tmp_path / "case"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(told, folder / "town.sayso")
    with open_record(folder / "town.sayso") as record:
        _join(record, data)
        file = rules(*(SECRETS[name][0] | {"evidence": evidence} for name in names))
        export_site(record, folder / "site", file=file)
    # A day may stand where another thing happened on it; `day` alone is tested above.
    words = {word for name in names if name != "day" for word in SECRETS[name][1]}
    assert leaks(folder / "site", *words) == []


def _join(record: Record, data: st.DataObject) -> None:
    claims = sorted(claims_of(record).values(), key=lambda c: c.id)
    groups: dict[str, list[Any]] = {}
    for claim in claims:
        n = data.draw(st.integers(0, 3))
        groups.setdefault(f"{'i' if claim.kind == 'event' else 'rel'}-{n}", []).append(claim)
    join(
        record,
        incidents=[incident(i, own) for i, own in groups.items() if i.startswith("i-")],
        relations=[relation(i, own) for i, own in groups.items() if i.startswith("rel-")],
    )


def test_the_record_itself_is_not_changed(town, tmp_path):
    def last():
        with town.read() as view:
            return view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar()

    before = last()
    export_site(town, tmp_path / "site", file=ReleaseFile())
    assert last() == before
