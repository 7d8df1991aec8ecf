"""Paper and files: PDF, QR and spreadsheets as bytes, from frozen values and a locale. Knows no database."""
