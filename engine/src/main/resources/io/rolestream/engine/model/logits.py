  # Logits [sequences, labels] in float32.
  def logits(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    if POOLING == "mean":
      x = self.mean(self.hidden(ids, positions, types, counts, lengths, w), counts, lengths)
    else:
      x = self.first_hidden(ids, positions, types, first, counts, lengths, w)
    return torch.to(self.classify(x, w), 6)
