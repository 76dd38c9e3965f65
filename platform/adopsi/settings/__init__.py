"""Settings: `env` reads the environment, `base` is what Django loads."""
