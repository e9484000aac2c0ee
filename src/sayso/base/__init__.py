"""What every stage speaks: nouns, ids, errors, the ontology. Imports no stage."""
