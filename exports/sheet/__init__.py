"""A published sheet: what was asked, the page that is composed of it, and the files that it becomes."""
