"""The pages of pusat, one file per noun."""
