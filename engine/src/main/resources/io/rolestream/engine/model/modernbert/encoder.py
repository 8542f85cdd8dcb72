  # Cosines and sines by which queries and keys are rotated [2, tokens, 1, 1, width / 2].
  def rotation(self: __torch__.Ops, positions: Tensor, theta: float, like: Tensor) -> Tensor:
    width = torch.floordiv(like.size(1), HEADS)
    exponents = torch.div(torch.arange(0, width, 2, dtype=6, device=like.device), width)
    angles = torch.mul(torch.unsqueeze(torch.to(positions, 6), 1), torch.reciprocal(torch.pow(theta, exponents)))
    turns = torch.to(torch.stack([torch.cos(angles), torch.sin(angles)]), like.dtype)
    return torch.view(turns, [2, like.size(0), 1, 1, torch.floordiv(width, 2)])

  # qkv [tokens, 3 * hidden] with its queries and keys rotated: the two halves of a head are the coordinates.
  def rotate(self: __torch__.Ops, qkv: Tensor, rotation: Tensor) -> Tensor:
    half = torch.floordiv(qkv.size(1), 6 * HEADS)
    parts = torch.view(qkv, [qkv.size(0), 3, HEADS, 2, half])
    qk = torch.narrow(parts, 1, 0, 2)
    a = torch.select(qk, 3, 0)
    b = torch.select(qk, 3, 1)
    cos = torch.select(rotation, 0, 0)
    sin = torch.select(rotation, 0, 1)
    turned = torch.stack([torch.sub(torch.mul(a, cos), torch.mul(b, sin)), torch.add(torch.mul(b, cos), torch.mul(a, sin))], 3)
    return torch.reshape(torch.cat([turned, torch.narrow(parts, 1, 2, 1)], 1), [qkv.size(0), qkv.size(1)])

  # 0 where a query may see a key, else a large negative number; rows and columns are positions.
  def window(self: __torch__.Ops, rows: Tensor, columns: Tensor, length: int, like: Tensor) -> Tensor:
    near = torch.le(torch.abs(torch.sub(rows, columns)), WINDOW)
    inside = torch.logical_and(torch.ge(columns, 0), torch.lt(columns, length))
    return torch.mul(torch.to(torch.logical_not(torch.logical_and(near, inside)), like.dtype), -30000.)

  # As attention, but a token sees only those at most WINDOW places away. Long texts are computed in blocks, so that the cost grows with
  # their length and not with its square.
  def local_attention(self: __torch__.Ops, qkv: Tensor, counts: List[int], lengths: List[int], dropout: float) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * HEADS)
    outputs = annotate(List[Tensor], [])
    start = 0
    for g in range(len(counts)):
      n = counts[g]
      length = lengths[g]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, HEADS, width]), [2, 0, 3, 1, 4])
      q = torch.select(group, 0, 0)
      k = torch.select(group, 0, 1)
      v = torch.select(group, 0, 2)
      if length <= WINDOW + 1:
        y = torch.scaled_dot_product_attention(q, k, v, None, dropout)
        outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, HEADS * width]))
      elif length <= 4 * WINDOW:
        places = torch.arange(length, device=qkv.device)
        mask = self.window(torch.unsqueeze(places, 1), places, length, qkv)
        y = torch.scaled_dot_product_attention(q, k, v, torch.view(mask, [1, 1, length, length]), dropout)
        outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, HEADS * width]))
      else:
        outputs.append(self.blocks(q, k, v, n, length, width, dropout))
      start = start + n * length
    return torch.cat(outputs)

  # q, k, v [n, heads, length, width]: blocks of queries, each with the keys that it can see.
  def blocks(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, n: int, length: int, width: int, dropout: float) -> Tensor:
    size = 2 * WINDOW
    seen = 4 * WINDOW
    count = torch.floordiv(length + size - 1, size)
    extra = count * size - length
    queries = torch.permute(torch.view(torch.constant_pad_nd(q, [0, 0, 0, extra]), [n, HEADS, count, size, width]), [0, 2, 1, 3, 4])
    keys = torch.permute(torch.unfold(torch.constant_pad_nd(k, [0, 0, WINDOW, WINDOW + extra]), 2, seen, size), [0, 2, 1, 4, 3])
    values = torch.permute(torch.unfold(torch.constant_pad_nd(v, [0, 0, WINDOW, WINDOW + extra]), 2, seen, size), [0, 2, 1, 4, 3])
    begins = torch.view(torch.mul(torch.arange(count, device=q.device), size), [count, 1, 1])
    rows = torch.add(begins, torch.view(torch.arange(size, device=q.device), [1, size, 1]))
    columns = torch.add(begins, torch.view(torch.sub(torch.arange(seen, device=q.device), WINDOW), [1, 1, seen]))
    mask = torch.unsqueeze(self.window(rows, columns, length, q), 1)
    masks = torch.reshape(torch.expand(torch.unsqueeze(mask, 0), [n, count, 1, size, seen]), [n * count, 1, size, seen])
    y = torch.scaled_dot_product_attention(torch.reshape(queries, [n * count, HEADS, size, width]), torch.reshape(keys, [n * count, HEADS, seen, width]), torch.reshape(values, [n * count, HEADS, seen, width]), masks, dropout)
    rows_of_heads = torch.reshape(torch.transpose(y, 1, 2), [n, count * size, HEADS * width])
    return torch.reshape(torch.narrow(rows_of_heads, 1, 0, length), [n * length, HEADS * width])

  def feed_forward(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    inner = self.linear(self.norm(x, @layer.norm, EPS), @layer.up)
    half = torch.floordiv(inner.size(1), 2)
    gated = torch.mul(self.activate(torch.narrow(inner, 1, 0, half), ACTIVATION), torch.narrow(inner, 1, half, half))
    return self.plus_linear(x, self.dropout(gated, FEED_FORWARD_DROPOUT), @layer.down, 0.)

  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    x = self.compute_type(self.norm(self.words(@embeddings.word, ids), @embeddings.norm, EPS))
    x = self.dropout(x, EMBEDDING_DROPOUT)
    wide = self.rotation(positions, GLOBAL_THETA, x)
    near = self.rotation(positions, LOCAL_THETA, x)
    for i in range(LAYERS):
      normed = x
      if i > 0:
        normed = self.norm(x, @layer.attention.norm, EPS)
      qkv = self.linear(normed, @layer.attention.all)
      if torch.remainder(i, GLOBAL_EVERY) == 0:
        y = self.attention(self.rotate(qkv, wide), counts, lengths, HEADS, ATTENTION_DROPOUT)
      else:
        y = self.local_attention(self.rotate(qkv, near), counts, lengths, ATTENTION_DROPOUT)
      x = self.plus_linear(x, y, @layer.attention.output, ATTENTION_DROPOUT)
      x = self.feed_forward(x, i, w)
    return self.norm(x, @norm, EPS)

  def first_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, first: Tensor, counts: List[int], lengths: List[int], w: WEIGHTS) -> Tensor:
    return torch.index_select(self.hidden(ids, positions, types, counts, lengths, w), 0, first)

