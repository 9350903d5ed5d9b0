"""The school budget: schools, classes, code slips; the stages are the city's own."""
