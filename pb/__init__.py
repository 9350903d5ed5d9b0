"""Participatory budgeting for a city: version only; importing a rule must not import a web framework."""

__version__ = "0.1.0"
