  # Only tensors can be passed to a function that records gradients: counts, lengths [groups].
  def states(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, w: WEIGHTS) -> Tensor:
    n = annotate(List[int], counts.tolist())
    l = annotate(List[int], lengths.tolist())
    return self.hidden(ids, positions, types, n, l, w)

  # Divided by their lengths, in float32.
  def unit(self: __torch__.Ops, x: Tensor) -> Tensor:
    x = torch.to(x, 6)
    return torch.div(x, torch.clamp_min(torch.sqrt(torch.sum(torch.mul(x, x), [1], True)), 1e-12))

  # The vector of each sequence [sequences, hidden], of length 1: the mean of its tokens.
  def mean_vectors(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, first: Tensor, w: WEIGHTS) -> Tensor:
    x = self.states(ids, positions, types, counts, lengths, w)
    return self.unit(self.mean(x, annotate(List[int], counts.tolist()), annotate(List[int], lengths.tolist())))

  # As mean_vectors, of the first token of each sequence.
  def first_vectors(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, first: Tensor, w: WEIGHTS) -> Tensor:
    return self.unit(torch.index_select(self.states(ids, positions, types, counts, lengths, w), 0, first))
