  # Keys and values of the encoder's hidden states for a layer of the decoder [tokens, 2 * heads * width].
  def remembered(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    return self.linear(x, @decoder.layer.cross.key|value)

  # What each head adds to its scores [1, heads, length, past + length]; later tokens are not seen.
  def decoder_bias(self: __torch__.Ops, past: int, length: int, tables: List[Tensor], w: WEIGHTS) -> Tensor:
    keys = torch.arange(past + length, device=tables[1].device)
    back = torch.sub(torch.unsqueeze(torch.narrow(keys, 0, past, length), 1), keys)
    bias = torch.embedding(@decoder.bias, torch.take(tables[1], torch.clamp_min(back, 0)))
    bias = torch.contiguous(torch.permute(bias, [2, 0, 1]))
    if length > 1:
      bias = torch.masked_fill(bias, torch.lt(back, 0), -60000.)
    return torch.unsqueeze(bias, 0)

  def decode(self: __torch__.Ops, ids: Tensor, past: int, began: Tensor, cache: List[Tensor], memory: List[Tensor], mask: Optional[Tensor], tables: List[Tensor], w: WEIGHTS) -> Tensor:
    x = torch.to(torch.embedding(@embeddings.word, torch.reshape(ids, [-1])), 6)
    bias = self.decoder_bias(past, ids.size(1), tables, w)
    if began.numel() > 0:
      bias = torch.add(bias, self.earlier(began, past + ids.size(1)))
    for i in range(DECODER_LAYERS):
      qkv = self.linear(self.rms(x, @decoder.layer.attention.norm, EPS), @decoder.layer.attention.query|key|value)
      y = self.cached_attention(qkv, past, cache[2 * i], cache[2 * i + 1], bias, 1.)
      x = torch.add(x, self.linear(y, @decoder.layer.attention.output))
      q = self.linear(self.rms(x, @decoder.layer.cross.norm, EPS), @decoder.layer.cross.query)
      y = self.memory_attention(q, memory[2 * i], memory[2 * i + 1], mask, 1.)
      x = torch.add(x, self.linear(y, @decoder.layer.cross.output))
      x = self.decoder_feed_forward(x, i, w)
    return self.rms(x, @decoder.norm, EPS)

  def head(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    if SCALE != 1.:
      x = torch.mul(x, SCALE)
    return self.linear(x, @head)

