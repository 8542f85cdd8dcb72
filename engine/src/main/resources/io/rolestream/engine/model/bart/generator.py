  def tables(self: __torch__.Ops, positions: int) -> List[Tensor]:
    return [torch.zeros([1])]

  def encoded(self: __torch__.Ops, ids: Tensor, places: Tensor, counts: List[int], lengths: List[int], tables: List[Tensor], w: WEIGHTS) -> Tensor:
    return self.encode(ids, torch.add(places, FIRST_POSITION), counts, lengths, w)

  def remembered(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    return self.linear(x, @decoder.layer.cross.key|value)

  def decode(self: __torch__.Ops, ids: Tensor, past: int, began: Tensor, cache: List[Tensor], memory: List[Tensor], mask: Optional[Tensor], tables: List[Tensor], w: WEIGHTS) -> Tensor:
    places = torch.arange(past + ids.size(1), device=ids.device)
    positions = torch.repeat(torch.add(torch.narrow(places, 0, past, ids.size(1)), FIRST_POSITION), [ids.size(0)])
    if began.numel() > 0:
      positions = torch.sub(positions, torch.repeat_interleave(began, ids.size(1), 0))
    x = self.embed(torch.reshape(ids, [-1]), positions, @decoder.embeddings.word, @decoder.embeddings.position, @decoder.embeddings.norm)
    seen = annotate(Optional[Tensor], None)
    if ids.size(1) > 1:
      seen = torch.le(places, torch.unsqueeze(torch.narrow(places, 0, past, ids.size(1)), 1))
    if began.numel() > 0:
      seen = self.earlier(began, past + ids.size(1))
    for i in range(DECODER_LAYERS):
      y = self.cached_attention(self.linear(x, @decoder.layer.attention.query|key|value), past, cache[2 * i], cache[2 * i + 1], seen, DECODER_SCALE)
      x = self.after_attention(x, y, i, w)
      y = self.memory_attention(self.linear(x, @decoder.layer.cross.query), memory[2 * i], memory[2 * i + 1], mask, DECODER_SCALE)
      x = self.after_cross(x, y, i, w)
    return x

  def head(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    return torch.add(self.linear(x, @head), @head.bias)

