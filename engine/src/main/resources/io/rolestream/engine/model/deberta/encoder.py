  # A distance is how far a query is behind a key, negative if it is before it.

  def embed(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, w: WEIGHTS) -> Tensor:
    x = self.words(@embeddings.word, ids)
    x = torch.add(x, torch.embedding(@?embeddings.position, positions))
    x = torch.add(x, torch.embedding(@?embeddings.type, types))
    return self.dropout(self.compute_type(self.norm(x, @embeddings.norm, EPS)), HIDDEN_DROPOUT)

  # The rows of the table of distances: up to MIDDLE each has its own, above it those of similar logarithms share one.
  def rows(self: __torch__.Ops, distances: Tensor) -> Tensor:
    rows = distances
    if MIDDLE > 0:
      far = torch.log(torch.div(torch.to(torch.abs(distances), 6), MIDDLE))
      farthest = torch.log(torch.full([], FARTHEST, dtype=6, device=distances.device))
      shared = torch.add(torch.ceil(torch.mul(torch.div(far, farthest), MIDDLE - 1)), MIDDLE)
      rows = torch.where(torch.le(torch.abs(distances), MIDDLE), distances, torch.to(torch.mul(shared, torch.sign(distances)), 4))
    return torch.clamp(torch.add(rows, SPAN), 0, 2 * SPAN - 1)

  # The rows of the distances from length down to -length.
  def falling(self: __torch__.Ops, length: int, like: Tensor) -> Tensor:
    return self.rows(torch.add(torch.neg(torch.arange(2 * length + 1, device=like.device)), length))

  # The table, normalized if the model has a norm for it, in the type that x has.
  def table(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    table = @distances.table
    table = self.norm(table, @?distances.norm, EPS)
    return torch.to(table, x.dtype)

  # Queries and keys of the rows of the table, scaled as scores are [2, heads, rows, width].
  def of_distances(self: __torch__.Ops, table: Tensor, i: int, w: WEIGHTS) -> Tensor:
    table = self.dropout(table, HIDDEN_DROPOUT)
    y = self.linear(table, @layer.attention.query|key|value)
    y = self.linear(table, @?layer.attention.distance_query|distance_key)
    y = torch.mul(torch.narrow(y, 1, 0, 2 * table.size(1)), SCALE)
    return torch.permute(torch.view(y, [table.size(0), 2, HEADS, torch.floordiv(table.size(1), HEADS)]), [1, 2, 0, 3])

  # scores [heads, n * length, 2 * length] of tokens and distances. Of each token those at its distances to all tokens [heads, n, length, length]:
  # they lie one place earlier in each row than in the row before.
  def along(self: __torch__.Ops, scores: Tensor, n: int, length: int) -> Tensor:
    flat = torch.narrow(torch.view(scores, [HEADS, n, 2 * length * length]), 2, length - 1, length * (2 * length - 1))
    return torch.narrow(torch.view(flat, [HEADS, n, length, 2 * length - 1]), 3, 0, length)

  # Attention [heads, n, length, width] with scores [heads, n, length, length] added. In bfloat16, products one after the other take half
  # the time of PyTorch's fused attention on a CPU.
  def attend(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, scores: Tensor) -> Tensor:
    if q.dtype == 15:
      n = HEADS * q.size(1)
      length = q.size(2)
      keys = torch.transpose(torch.reshape(k, [n, length, k.size(3)]), 1, 2)
      sums = torch.baddbmm(torch.view(scores, [n, length, length]), torch.reshape(q, [n, length, q.size(3)]), keys, beta=1, alpha=SCALE)
      shares = self.dropout(torch.softmax(sums, 2), ATTENTION_DROPOUT)
      y = torch.view(torch.bmm(shares, torch.reshape(v, [n, length, v.size(3)])), [HEADS, q.size(1), length, v.size(3)])
    else:
      y = torch.scaled_dot_product_attention(q, k, v, scores, ATTENTION_DROPOUT, False, scale=SCALE)
    return y

  # As attention, with scores of distances added. falling: for the longest of the sequences
  def distant_attention(self: __torch__.Ops, qkv: Tensor, of_distances: Tensor, falling: Tensor, counts: List[int], lengths: List[int]) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * HEADS)
    longest = lengths[-1]
    rising = torch.flip(falling, [0])
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, HEADS, width]), [2, 3, 0, 1, 4])
      q = torch.select(group, 0, 0)
      k = torch.select(group, 0, 1)
      keys = torch.index_select(torch.select(of_distances, 0, 1), 1, torch.narrow(falling, 0, longest - length + 1, 2 * length))
      queries = torch.index_select(torch.select(of_distances, 0, 0), 1, torch.narrow(rising, 0, longest - length + 1, 2 * length))
      of_query = self.along(torch.matmul(torch.reshape(q, [HEADS, n * length, width]), torch.transpose(keys, 1, 2)), n, length)
      of_key = self.along(torch.matmul(torch.reshape(k, [HEADS, n * length, width]), torch.transpose(queries, 1, 2)), n, length)
      scores = torch.add(of_query, torch.contiguous(torch.transpose(of_key, 2, 3)))
      y = self.attend(q, k, torch.select(group, 0, 2), scores)
      outputs.append(torch.reshape(torch.permute(y, [1, 2, 0, 3]), [n * length, HEADS * width]))
      start = start + n * length
    return torch.cat(outputs)

  # As distant_attention, for the first token of each sequence. q [sequences, hidden], kv [tokens, 2 * hidden]
  def first_distant_attention(self: __torch__.Ops, q: Tensor, kv: Tensor, of_distances: Tensor, falling: Tensor, counts: List[int], lengths: List[int]) -> Tensor:
    width = torch.floordiv(q.size(1), HEADS)
    longest = lengths[-1]
    outputs = annotate(List[Tensor], [])
    start = 0
    sequence = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(kv, 0, start, n * length), [n, length, 2, HEADS, width]), [2, 3, 0, 1, 4])
      k = torch.select(group, 0, 0)
      query = torch.permute(torch.view(torch.narrow(q, 0, sequence, n), [n, 1, HEADS, width]), [2, 0, 1, 3])
      queries_keys = torch.unsqueeze(torch.index_select(of_distances, 2, torch.narrow(falling, 0, longest, length)), 2)
      of_query = torch.matmul(query, torch.transpose(torch.select(queries_keys, 0, 1), 2, 3))
      of_key = torch.sum(torch.mul(k, torch.select(queries_keys, 0, 0)), [3])
      y = torch.scaled_dot_product_attention(query, k, torch.select(group, 0, 1), torch.add(of_query, torch.unsqueeze(of_key, 2)), 0., False, scale=SCALE)
      outputs.append(torch.reshape(torch.permute(y, [1, 2, 0, 3]), [n, HEADS * width]))
      start = start + n * length
      sequence = sequence + n
    return torch.cat(outputs)

  def after_attention(self: __torch__.Ops, x: Tensor, attended: Tensor, i: int, w: WEIGHTS) -> Tensor:
    x = self.norm(self.plus_linear(x, attended, @layer.attention.output, HIDDEN_DROPOUT), @layer.attention.norm, EPS)
    inner = self.active_linear(x, @layer.up, ACTIVATION)
    return self.norm(self.plus_linear(x, inner, @layer.down, HIDDEN_DROPOUT), @layer.norm, EPS)

  def layers(self: __torch__.Ops, x: Tensor, table: Tensor, falling: Tensor, count: int, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    for i in range(count):
      qkv = self.linear(x, @layer.attention.query|key|value)
      y = self.distant_attention(qkv, self.of_distances(table, i, w), falling, counts, lengths)
      x = self.after_attention(x, y, i, w)
    return x

  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.embed(ids, positions, types, w)
    return self.layers(x, self.table(x, w), self.falling(lengths[-1], x), LAYERS, counts, lengths, w)

  # Of the last layer only what the first tokens need is computed.
  def first_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.embed(ids, positions, types, w)
    table = self.table(x, w)
    falling = self.falling(lengths[-1], x)
    x = self.layers(x, table, falling, LAYERS - 1, counts, lengths, w)
    kv = self.linear(x, @last.attention.key|value)
    x = torch.index_select(x, 0, first)
    q = self.linear(x, @last.attention.query)
    y = self.first_distant_attention(q, kv, self.of_distances(table, LAYERS - 1, w), falling, counts, lengths)
    return self.after_attention(x, y, LAYERS - 1, w)

