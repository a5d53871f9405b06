"""The disk: finding files, telling volumes apart, and moving shots away and back without ever losing one."""
