"""JSON for devices and programs."""
