"""The rules of a fair. Nothing here knows a framework, reads a clock or makes an id: those are arguments."""
