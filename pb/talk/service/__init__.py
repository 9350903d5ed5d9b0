"""Writing under projects and moderating it (`remarks`), following by e-mail (`following`, `watching`)."""
