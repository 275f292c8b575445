"""Settings, errors, languages and formats: what every other room stands on."""
