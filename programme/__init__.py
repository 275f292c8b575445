"""Operations, funding and social actions: what people decide."""
