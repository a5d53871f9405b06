"""The window: views over models; it holds no truth. Only here Qt."""
