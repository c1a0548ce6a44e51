"""The considerations team's sessions on consequence tests (Permendagri 3/2017: Tim Pertimbangan).

A session is convened with an agenda, recorded (who came, what was said), voted on test by test, and closed. Closing
gives each test the team's advice; whether approving or refusing needs it, and how the team decides, are the
government's own rules (``TestRules``, and ``WorkRules.needs_advice`` for a refusal). A closed session is final.
"""
