"""The page that publishes: sheets, fact sheets, atlases, data and the public edition."""
