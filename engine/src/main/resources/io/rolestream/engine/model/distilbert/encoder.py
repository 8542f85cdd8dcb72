  def embed(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.add(self.words(@embeddings.word, ids), torch.embedding(@embeddings.position, positions))
    x = self.compute_type(self.norm(x, @embeddings.norm, EPS))
    return self.dropout(x, HIDDEN_DROPOUT)

