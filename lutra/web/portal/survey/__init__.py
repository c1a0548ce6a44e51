"""The satisfaction survey on the portal: nine questions on one page, and what came of them."""
