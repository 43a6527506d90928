"""What others say of the built site: the Nu HTML checker, veraPDF, EPUBCheck, and Ace by DAISY."""
