"""Whether photos are safe elsewhere: a card against the library, one folder against another."""
