"""The entry point for WSGI servers: ``granian --interface wsgi wsgi:app``."""

import gc

from fairapp.application import create_app

app = create_app()

# What was made until here stays as long as the worker: looking it over for garbage again and again costs every
# upload a tenth of its time.
gc.collect()
gc.freeze()
