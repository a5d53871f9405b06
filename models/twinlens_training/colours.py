"""The colours of all pictures that training and evaluation draw."""

INK, MUTED, LINE = "#24292f", "#6e7781", "#d0d7de"
BLUE, ORANGE, GREEN, PURPLE = "#0969da", "#d4640b", "#1a7f37", "#8250df"
