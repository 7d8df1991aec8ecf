"""One blueprint a word, at most eight routes each."""
