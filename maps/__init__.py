"""One symbology, several renderings: web map, vector tiles, legend."""
