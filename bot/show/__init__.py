"""What each card says."""
