"""Trains, measures and exports the encoder that Twinlens searches with.

Nothing here is imported by the application: the two meet in `exported/encoder.onnx` and its card.
"""
