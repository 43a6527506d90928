"""What others say of the built site: its HTML, and its PDFs.

`python -m scripts.dev.validate SITE` runs two checkers that are not ours: the Nu HTML checker, the one behind
validator.w3.org, over every page and picture, and veraPDF over every PDF. It prints one line for each message. It needs
Java and npm; where apt can install them, it does.
"""
