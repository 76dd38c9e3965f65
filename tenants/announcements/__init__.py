"""Announcements of tim pusat to Pemda: who gets one, its banner, its mail with a journal, and who has read it."""
