"""Data quality: whether the answers can be relied on."""
