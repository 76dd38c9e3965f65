"""The audit trail: who did what to which thing, when, in which Pemda."""
