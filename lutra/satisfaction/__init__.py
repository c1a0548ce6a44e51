"""The satisfaction survey (SKM): who was answered says how the service was. Start with README.md, then actions.py."""
