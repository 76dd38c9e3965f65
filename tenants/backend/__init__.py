"""The isolating database backend: one login per Pemda, open connections parked in a process-wide pool."""
