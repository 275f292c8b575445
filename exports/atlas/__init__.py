"""Many sheets or fact sheets at once: one PDF with contents, or a folder of files."""
