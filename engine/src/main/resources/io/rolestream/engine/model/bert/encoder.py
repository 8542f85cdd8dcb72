  def embed(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.add(self.words(@embeddings.word, ids), torch.embedding(@embeddings.position, positions))
    if TOKEN_TYPES > 1:
      x = torch.add(x, torch.embedding(@embeddings.type, types))
    else:
      x = torch.add(x, @embeddings.type)
    x = self.compute_type(self.norm(x, @embeddings.norm, EPS))
    return self.dropout(x, HIDDEN_DROPOUT)

