"""HTTP routes beside the pages: tiles, browser libraries, health."""
