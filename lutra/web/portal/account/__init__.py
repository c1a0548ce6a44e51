"""The applicant's own page: sign in by a link, one's cases with what comes next, passkeys, sessions, closing."""
