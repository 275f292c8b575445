"""The public edition: static pages and a map made of what the public may see, and of nothing else."""
