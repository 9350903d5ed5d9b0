"""Pages that look across stages: front page, project page, catalogue, staff dashboard; writes nothing."""
