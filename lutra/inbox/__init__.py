"""Messages to applicants and the proof that letters reached them. Start with README.md, then followers.py."""
