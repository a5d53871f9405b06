"""The vocabulary as typed values, and the pure rules over them: no I/O, no Qt."""
