  # Scaled embeddings of words and of positions [tokens, hidden].
  def embed(self: __torch__.Ops, ids: Tensor, positions: Tensor, words: Tensor, places: Tensor, norm: Tensor, bias: Optional[Tensor]) -> Tensor:
    x = self.words(words, ids)
    if EMBEDDING_SCALE != 1.:
      x = torch.mul(x, EMBEDDING_SCALE)
    x = torch.add(x, torch.embedding(places, positions))
    return self.dropout(self.compute_type(self.norm(x, norm, bias, EPS)), HIDDEN_DROPOUT)

  # The encoder's hidden states [tokens, hidden].
  def encode(self: __torch__.Ops, ids: Tensor, positions: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.embed(ids, positions, @embeddings.word, @embeddings.position, @embeddings.norm)
    for i in range(LAYERS):
      y = self.attention(self.linear(x, @layer.attention.query|key|value), counts, lengths, HEADS, ATTENTION_DROPOUT)
      x = self.norm(self.plus_linear(x, y, @layer.attention.output, HIDDEN_DROPOUT), @layer.attention.norm, EPS)
      inner = self.dropout(self.active_linear(x, @layer.up, ACTIVATION), ACTIVATION_DROPOUT)
      x = self.norm(self.plus_linear(x, inner, @layer.down, HIDDEN_DROPOUT), @layer.norm, EPS)
    return x

