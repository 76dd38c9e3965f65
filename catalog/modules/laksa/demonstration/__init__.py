"""Believable reports for demonstrations: invented people and events at real places of the active Pemda."""
