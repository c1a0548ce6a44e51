"""The satisfaction survey at the desk: figures, exports, comments to decide about, and slips for the counter."""
