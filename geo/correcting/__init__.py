"""What people correct, applied to what was read: pure functions from a reading and corrections to a reading."""
