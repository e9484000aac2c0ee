"""Coded claims are exported as a record that was made of them would be."""

import forked
import unrest

from sayso import exits


def test_shards_export_what_their_record_exports(tmp_path):
    (tmp_path / "news.jsonl").write_text(unrest.lines(12, 0))
    for args in (
        ("code", "news.jsonl", "-o", "coded/", *forked.RULES),
        ("add", "--coded", "coded/", "--record", "war.sayso"),
        ("export", "plover", "record.jsonl", "--record", "war.sayso"),
        ("export", "plover", "coded.jsonl", "--coded", "coded/"),
    ):
        code, err = forked.run(tmp_path, *args)
        assert code == 0, err
    assert (tmp_path / "coded.jsonl").read_bytes()
    assert (tmp_path / "coded.jsonl").read_bytes() == (tmp_path / "record.jsonl").read_bytes()


def test_shards_and_a_record_are_not_both_exported(tmp_path):
    code, err = forked.run(
        tmp_path, "export", "plover", "a.jsonl", "--coded", "coded/", "--record", "war.sayso"
    )
    assert code == exits.USAGE
    assert "not both" in err
    code, err = forked.run(tmp_path, "export", "plover", "a.jsonl", "--coded", "nowhere/")
    assert code == exits.USAGE
    assert not list(tmp_path.glob("*.jsonl"))
