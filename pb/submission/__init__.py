"""The author's desk: draft, form, estimate, photos, sending; decisions about it are in review."""
