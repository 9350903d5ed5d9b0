"""Writing under projects and moderating it (`remarks`), following projects by e-mail (`following`)."""
