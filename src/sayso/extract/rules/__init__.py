"""Claims by rules and reviewed word lists alone: the floor to compare a model with."""

from sayso.extract.rules.extractor import RuleExtractor

__all__ = ["RuleExtractor"]
