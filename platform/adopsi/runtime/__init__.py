"""The embedded run: one command brings up PostgreSQL, Valkey, mail, workers and the web on one machine.

`python -m adopsi.runtime run` is what `make run` calls; `python -m adopsi.runtime services` starts only the
database, the broker and the mail catcher for tests. Production uses none of this: see docs/deploy.md.
"""
