"""Long proofs: what the tests sample is tried here at length."""
