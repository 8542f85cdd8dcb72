  # The bucket of each distance from a query to a key; exact for short ones, logarithmic for longer ones. With both, keys after the query
  # have the second half of the buckets, else none.
  def buckets(self: __torch__.Ops, distances: Tensor, both: bool) -> Tensor:
    count = BUCKETS
    first = torch.zeros_like(distances)
    scale = LOG_PAST
    if both:
      count = torch.floordiv(BUCKETS, 2)
      first = torch.mul(torch.to(torch.gt(distances, 0), 4), count)
      away = torch.abs(distances)
      scale = LOG_BOTH
    else:
      away = torch.clamp_min(torch.neg(distances), 0)
    exact = torch.floordiv(count, 2)
    logs = torch.div(torch.log(torch.div(torch.to(away, 6), exact)), scale)
    shared = torch.clamp_max(torch.add(torch.to(torch.mul(logs, count - exact), 4), exact), count - 1)
    return torch.add(first, torch.where(torch.lt(away, exact), away, shared))

  # The buckets of distances from 1 - positions up to positions - 1 in the encoder, and of the distances back in the decoder.
  def tables(self: __torch__.Ops, positions: int) -> List[Tensor]:
    both = self.buckets(torch.arange(1 - positions, positions), True)
    return [both, self.buckets(torch.neg(torch.arange(positions)), False)]

  # What each head adds to its scores [1, heads, length, length].
  def encoder_bias(self: __torch__.Ops, length: int, tables: List[Tensor], w: WEIGHTS) -> Tensor:
    places = torch.arange(length, device=tables[0].device)
    middle = torch.floordiv(tables[0].size(0), 2)
    distances = torch.add(torch.sub(places, torch.unsqueeze(places, 1)), middle)
    bias = torch.embedding(@bias, torch.take(tables[0], distances))
    return torch.unsqueeze(torch.contiguous(torch.permute(bias, [2, 0, 1])), 0)

  # bfloat16 on a CPU is faster without the fused attention.
  def biased_attention(self: __torch__.Ops, qkv: Tensor, counts: List[int], lengths: List[int], bias: Tensor) -> Tensor:
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, HEADS, WIDTH]), [2, 0, 3, 1, 4])
      mask = torch.narrow(torch.narrow(bias, 2, 0, length), 3, 0, length)
      q = torch.select(group, 0, 0)
      k = torch.select(group, 0, 1)
      v = torch.select(group, 0, 2)
      if DTYPE == 15 and not qkv.is_cuda:
        y = torch.matmul(torch.softmax(torch.add(torch.matmul(q, torch.transpose(k, 2, 3)), mask), 3), v)
      else:
        y = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=1.)
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, HEADS * WIDTH]))
      start = start + n * length
    return torch.cat(outputs)

  def encoded(self: __torch__.Ops, ids: Tensor, places: Tensor, counts: List[int], lengths: List[int], tables: List[Tensor], w: WEIGHTS) -> Tensor:
    x = torch.to(torch.embedding(@embeddings.word, ids), 6)
    bias = self.encoder_bias(lengths[len(lengths) - 1], tables, w)
    for i in range(LAYERS):
      y = self.biased_attention(self.linear(self.rms(x, @layer.attention.norm, EPS), @layer.attention.query|key|value), counts, lengths, bias)
      x = torch.add(x, self.linear(y, @layer.attention.output))
      x = self.feed_forward(x, i, w)
    return self.rms(x, @norm, EPS)

