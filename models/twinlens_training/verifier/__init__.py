"""The pair verifier: a tiny Siamese head that says of two pictures whether they are the same one."""
