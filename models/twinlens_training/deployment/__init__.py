"""From a checkpoint to the files that the application reads."""
