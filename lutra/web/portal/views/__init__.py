"""Views of the portal: each finds, calls and answers; rules live below."""
