"""Pixels and vectors: decoding, previews, metadata, the encoder and the index of its vectors."""
