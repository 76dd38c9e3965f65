"""Believable demonstration data: real places of the four pilot regions, invented people, drawn pictures."""
