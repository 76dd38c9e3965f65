"""Settings: `env` reads the environment, `base` is what Django loads, put together from one file for each noun."""
