"""What is on offer: the module contract, the shelf, activations, and everything a module may use (`sdk`)."""
