  # Layers with a norm after attention and after the feed-forward block, of which DistilBERT's are as well.
  def after_attention(self: __torch__.Ops, x: Tensor, attended: Tensor, i: int, w: WEIGHTS) -> Tensor:
    x = self.norm(self.plus_linear(x, attended, @layer.attention.output, ATTENDED_DROPOUT), @layer.attention.norm, EPS)
    inner = self.active_linear(x, @layer.up, ACTIVATION)
    return self.norm(self.plus_linear(x, inner, @layer.down, HIDDEN_DROPOUT), @layer.norm, EPS)

  def layer(self: __torch__.Ops, x: Tensor, i: int, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    qkv = self.linear(x, @layer.attention.query|key|value)
    return self.after_attention(x, self.attention(qkv, counts, lengths, HEADS, ATTENTION_DROPOUT), i, w)

  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.embed(ids, positions, types, w)
    for i in range(LAYERS):
      x = self.layer(x, i, counts, lengths, w)
    return x

  # Of the last layer only what the first tokens need is computed.
  def first_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.embed(ids, positions, types, w)
    for i in range(LAYERS - 1):
      x = self.layer(x, i, counts, lengths, w)
    kv = self.linear(x, @last.attention.key|value)
    x = torch.index_select(x, 0, first)
    q = self.linear(x, @last.attention.query)
    return self.after_attention(x, self.first_attention(q, kv, counts, lengths, HEADS), LAYERS - 1, w)

