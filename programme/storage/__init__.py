"""Where the programme is kept: tables, migrations, the GeoPackage, and the frames that are read from it."""
