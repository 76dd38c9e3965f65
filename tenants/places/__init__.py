"""Where and when: regions of Indonesia, districts, hand-drawn outlines, clocks and working days. No tables."""
