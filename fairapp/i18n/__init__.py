"""The words, numbers and dates of a reader, in Arabic, French and English. Knows neither Flask nor database."""
