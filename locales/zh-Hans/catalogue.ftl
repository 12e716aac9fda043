# The catalogue of items and what is disclosed of it.
