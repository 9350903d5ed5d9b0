"""The demo city's invented content as plain data: places, contests, people, projects, news.

Nothing here writes a database; the loader turns these records into rows through the stages' own services.
"""
