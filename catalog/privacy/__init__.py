"""A person's rights over everything that a Pemda keeps: the core's sources and those of its modules, as one."""
