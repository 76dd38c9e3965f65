"""The design system: styles, base templates, cotton components, scripts and third-party front-end files.

README.md lists the components; `python -m adopsi.theme.build` makes the committed stylesheet and icon sprite.
"""
