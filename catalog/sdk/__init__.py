"""The only import surface of modules: what a module may use of Adopsi, by subject."""
