"""The keys of e-Plesiran's roles."""

MANAGER = "eplesiran.pengelola"
MODERATOR = "eplesiran.moderator"
GATEKEEPER = "eplesiran.gerbang"
