  # What the decoder reads: the ids one place later, behind the start token.
  def shifted(self: __torch__.Ops, ids: Tensor, positions: Tensor) -> Tensor:
    return torch.masked_fill(torch.roll(ids, [1], [0]), torch.eq(positions, FIRST_POSITION), DECODER_START)

  # As attention, but a token sees only itself and those before it.
  def causal_attention(self: __torch__.Ops, qkv: Tensor, counts: List[int], lengths: List[int], dropout: float) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * DECODER_HEADS)
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, DECODER_HEADS, width]), [2, 0, 3, 1, 4])
      y = torch.scaled_dot_product_attention(torch.select(group, 0, 0), torch.select(group, 0, 1), torch.select(group, 0, 2), None, dropout, True)
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, DECODER_HEADS * width]))
      start = start + n * length
    return torch.cat(outputs)

  # The causal attention of the token at one place of each sequence. q [sequences, hidden], kv [tokens, 2 * hidden], places [sequences]
  def place_attention(self: __torch__.Ops, q: Tensor, kv: Tensor, places: Tensor, counts: List[int], lengths: List[int]) -> Tensor:
    width = torch.floordiv(q.size(1), DECODER_HEADS)
    outputs = annotate(List[Tensor], [])
    start = 0
    sequence = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(kv, 0, start, n * length), [n, length, 2, DECODER_HEADS, width]), [2, 0, 3, 1, 4])
      query = torch.view(torch.narrow(q, 0, sequence, n), [n, DECODER_HEADS, 1, width])
      seen = torch.le(torch.arange(length, device=q.device), torch.view(torch.narrow(places, 0, sequence, n), [n, 1, 1, 1]))
      y = torch.scaled_dot_product_attention(query, torch.select(group, 0, 0), torch.select(group, 0, 1), seen)
      outputs.append(torch.reshape(y, [n, DECODER_HEADS * width]))
      start = start + n * length
      sequence = sequence + n
    return torch.cat(outputs)

  def decoder_layer(self: __torch__.Ops, x: Tensor, encoded: Tensor, i: int, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    qkv = self.linear(x, @decoder.layer.attention.query|key|value)
    x = self.after_attention(x, self.causal_attention(qkv, counts, lengths, ATTENTION_DROPOUT), i, w)
    crossed = torch.cat([self.linear(x, @decoder.layer.cross.query), self.linear(encoded, @decoder.layer.cross.key|value)], 1)
    return self.after_cross(x, self.attention(crossed, counts, lengths, DECODER_HEADS, ATTENTION_DROPOUT), i, w)

  def decoder_input(self: __torch__.Ops, ids: Tensor, positions: Tensor, w: WEIGHTS) -> Tensor:
    return self.embed(self.shifted(ids, positions), positions, @decoder.embeddings.word, @decoder.embeddings.position, @decoder.embeddings.norm)

  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    encoded = self.encode(ids, positions, counts, lengths, w)
    x = self.decoder_input(ids, positions, w)
    for i in range(DECODER_LAYERS):
      x = self.decoder_layer(x, encoded, i, counts, lengths, w)
    return x

  # Of the decoder's last layer only what the tokens that are read need is computed.
  def first_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    encoded = self.encode(ids, positions, counts, lengths, w)
    x = self.decoder_input(ids, positions, w)
    for i in range(DECODER_LAYERS - 1):
      x = self.decoder_layer(x, encoded, i, counts, lengths, w)
    kv = self.linear(x, @decoder.last.attention.key|value)
    x = torch.index_select(x, 0, first)
    places = torch.sub(torch.index_select(positions, 0, first), FIRST_POSITION)
    q = self.linear(x, @decoder.last.attention.query)
    x = self.after_attention(x, self.place_attention(q, kv, places, counts, lengths), DECODER_LAYERS - 1, w)
    q = self.linear(x, @decoder.last.cross.query)
    kv = self.linear(encoded, @decoder.last.cross.key|value)
    return self.after_cross(x, self.first_attention(q, kv, counts, lengths, DECODER_HEADS), DECODER_LAYERS - 1, w)

