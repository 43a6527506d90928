"""What others say of the built site: the Nu HTML checker, and veraPDF."""
