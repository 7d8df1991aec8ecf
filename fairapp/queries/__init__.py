"""Reads. Each returns frozen rows made for one page or one document; nothing here changes anything."""
