"""Files of a Pemda: images re-encoded, sniffed and limited, stored under the Pemda's prefix."""
