"""Scan: look at folders, take in what is new, and find what looks alike."""

from twinlens.workflows.scan.run import ScanOptions, ScanReport, scan

__all__ = ["ScanOptions", "ScanReport", "scan"]
