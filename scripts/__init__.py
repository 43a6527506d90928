"""The machinery around the site: what comes before and after the generator."""
