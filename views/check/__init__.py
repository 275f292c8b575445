"""The page Vérifier une emprise."""
