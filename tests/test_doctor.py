"""The doctor tells what works and what does not."""

from importlib import metadata

from sayso import api, doctor, exits
from sayso.base.errors import ModelError


def test_doctor_draws_a_claim_by_the_rules_and_names_every_package(sayso):
    findings = {f.what: f for f in doctor.examine()}
    assert findings["rules"].state == "works"
    assert "ASSAULT" in findings["rules"].words
    assert findings["ontology"].words == "30 types of claim"
    assert findings["msgspec"].words == metadata.version("msgspec")
    assert "torch" not in findings


def test_doctor_fails_with_a_code_and_says_what_is_broken(sayso, monkeypatch):
    def missing(**_):
        raise ModelError("weights.onnx is not there; reinstall sayso")

    api._tools.cache_clear()  # what an earlier test loaded
    monkeypatch.setattr("sayso.extract.model.ModelExtractor.load", missing)
    result = sayso("doctor")
    assert result.exit_code == exits.BROKEN
    assert "weights.onnx is not there; reinstall sayso" in " ".join(result.stdout.split())


def test_missing_extra_is_no_fault(monkeypatch):
    version = metadata.version

    def without_polars(name):
        if name == "polars":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without_polars)
    findings = {f.what: f for f in doctor.examine()}
    assert findings["polars"].state == "missing"
    assert "pip install" in findings["polars"].words


def test_fault_of_another_package_is_a_finding_not_a_crash(monkeypatch):
    def broken():
        raise RuntimeError("no")

    monkeypatch.setattr("sayso.base.ontology.load", broken)
    findings = {f.what: f for f in doctor.examine()}
    assert findings["ontology"].state == "broken"
    assert findings["ontology"].words == "RuntimeError: no"
