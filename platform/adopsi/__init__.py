"""The Django project: everything that a person or a machine touches."""
