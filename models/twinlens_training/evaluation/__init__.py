"""What a model is worth: edited copies, sets with truth, baselines, figures, thresholds, and the pictures of them."""
