"""The home page: groups as rows of photographs, and decisions on them."""
