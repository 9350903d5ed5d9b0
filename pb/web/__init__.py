"""The bridge from HTTP to services: access, errors, forms, headers, languages, files; no stage's pages here."""
