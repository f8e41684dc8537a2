"""Comments: what customers write."""
