"""Makes editions for paper, PDF files that anyone can read, from the pages of a built site."""
