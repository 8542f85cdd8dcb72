  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.compute_type(self.norm(self.words(@embeddings.word, ids), @embeddings.norm, EPS))
    for i in range(LAYERS):
      x = self.plus_linear(x, self.active_linear(x, @layer.up, "relu"), @layer.down, DROPOUT)
    return x

  def first_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    return torch.index_select(self.hidden(ids, positions, types, counts, lengths, w), 0, first)

