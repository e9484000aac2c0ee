"""Settings: read whole or refused, with the key named."""

import datetime as dt

import pytest

from sayso.base.errors import ConfigError
from sayso.config import RunSettings, Settings, read_settings, with_choices


def test_file_is_read(write):
    path = write("sayso.toml", '[clean]\ndate = 2014-10-05\n[extract]\nextractor = "rules"\n')
    settings = read_settings(path)
    assert settings.clean.date == dt.date(2014, 10, 5)
    assert settings.extract.extractor == "rules"
    assert settings.run == RunSettings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[run]\njobs = 0\n", 'key "run.jobs"'),
        ("[run]\njob = 2\n", 'did you mean "run.jobs"'),
        ("[extract]\nextractor = 'magic'\n", 'key "extract.extractor"'),
        ("[extract]\nmin_score = 2\n", 'key "extract.min_score"'),
        ("[clean]\ndate = 'Monday'\n", 'key "clean.date"'),
        ("[ekstract]\n", 'did you mean "extract"'),
        ("run = 3\n", 'key "run"'),
        ("not toml", "not valid TOML"),
        (b"\xff\xfe", "not valid TOML"),
    ],
)
def test_wrong_file_is_refused_with_the_key_named(write, text, words):
    path = write("sayso.toml", text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_choices_go_before_the_file_and_are_checked():
    settings = with_choices(Settings(), extractor="rules", jobs=3, date=dt.date(2024, 1, 1))
    assert (settings.extract.extractor, settings.run.jobs) == ("rules", 3)
    assert with_choices(settings) == settings
    with pytest.raises(ConfigError, match=r"run\.jobs"):
        with_choices(Settings(), jobs=0)


def test_digest_covers_what_can_change_a_claim_only():
    digest = Settings().digest()
    assert with_choices(Settings(), jobs=8).digest() == digest
    assert with_choices(Settings(), extractor="rules").digest() != digest
    assert with_choices(Settings(), date=dt.date(2024, 1, 1)).digest() != digest
