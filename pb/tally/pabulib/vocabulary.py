"""The keys and columns that the .pb format knows, in the order its public checker (1.0.8) asks for.

What is not listed here has no place in an export: it goes into META's `comment`.
"""

META = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes"),
    *("budget", "vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "min_sum_cost"),
    *("max_sum_cost", "min_points", "max_points", "min_sum_points", "max_sum_points", "default_score"),
    *("min_project_cost", "max_project_cost", "min_project_score_threshold", "neighborhoods", "subdistricts"),
    *("categories", "edition", "language", "currency", "fully_funded", "experimental", "comment"),
    *("acknowledgments", "leftover_budget", "budget_per_category", "budget_per_neighborhood"),
    *("min_length_per_category", "max_length_per_category", "min_sum_cost_per_category"),
    "max_sum_cost_per_category",
)

REQUIRED = ("description", "country", "unit", "instance", "rule", "date_begin", "date_end")
"""META keys that only the exporter knows; counts, purse and vote type come from the contest."""

PROJECTS = (
    *("project_id", "cost", "votes", "score", "name", "category", "beneficiaries", "selected"),
    *("neighborhood", "subunit", "district", "description", "proposer", "public_id", "latitude", "longitude"),
)

VOTES = (*("voter_id", "vote", "points", "age", "sex", "voting_method", "district", "neighborhood", "education"),)
