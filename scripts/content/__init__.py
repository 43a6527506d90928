"""The words: what a page has to be like before it goes to the generator."""
