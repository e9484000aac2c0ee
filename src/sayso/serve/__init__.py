"""The workbench: a web app and a JSON API over the record's queries; see README.md here."""
