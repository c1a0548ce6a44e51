"""Why an answer to the survey, or a deed on one, was refused. Each message says what would be right."""

from __future__ import annotations


class SurveyError(Exception):
    """A deed was refused."""


class UnknownCode(SurveyError):
    """No answered request and no slip has this code."""


class NotAnsweredYet(SurveyError):
    """The survey is about an answer that was delivered; this one was not yet."""


class AlreadyAnswered(SurveyError):
    """Each code answers once."""


class SurveyIncomplete(SurveyError):
    """Answers are missing or out of scale: ``problems`` maps each element to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotPublishable(SurveyError):
    """A comment that holds personal data, or that somebody has decided about already."""
