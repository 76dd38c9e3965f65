"""The modules: one folder is one whole module, found by `catalog.finder`, deletable as a folder."""
