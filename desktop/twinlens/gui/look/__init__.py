"""How everything looks: tokens, style, icons and the controls made of them."""
