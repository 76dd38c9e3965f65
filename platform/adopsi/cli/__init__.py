"""The command line: `adopsi pemda create 72.02`, `adopsi fleet status`, …"""
