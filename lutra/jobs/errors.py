"""Why a job did not go on."""


class JobError(Exception):
    """Something about a job; the message says what to do."""


class LeaseLost(JobError):
    """Another worker holds this job now; whoever still runs it must stop without leaving a trace."""


class NoSuchJob(JobError):
    """There is no such job, or it was not set aside."""
