"""The LIVE Room: one page per Pemda for the wall of a command centre and for a leader's phone.

Modules give their parts through the manifest's hooks `statistics`, `live` and `live_list`; nothing is stored here.
Screens ask again by themselves every ten seconds: a held connection would keep one of a Pemda's few threads.
"""
