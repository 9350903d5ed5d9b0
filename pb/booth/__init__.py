"""The voter's pages: choose, review, cast, receipt; the service desk; counts nothing."""
