  # Hidden states pooled over each sequence [sequences, hidden], in float32.
  def first_token(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    return torch.to(self.first_hidden(ids, positions, types, first, counts, lengths, w), 6)

  def mean_pooled(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    return self.mean(self.hidden(ids, positions, types, counts, lengths, w), counts, lengths)
