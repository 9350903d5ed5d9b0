"""A budget year: contests, districts, calendar, rule set, phase machine; no project here."""
