"""The portal: what a citizen sees of their Pemda."""
