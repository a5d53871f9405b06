"""What the system's own desktop shows of a scan: progress on the taskbar, a notification at its end."""
