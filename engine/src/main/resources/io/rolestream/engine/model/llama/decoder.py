  # Computes packed prompts and fills the memory's rows from the given one on. Nothing follows a prompt's end here, so that the last layer is
  # not computed beyond its keys and values.
  def remember(self: __torch__.Ops, ids: Tensor, places: Tensor, counts: List[int], lengths: List[int], row: int, memory: List[Tensor], tables: List[Tensor], w: WEIGHTS) -> NoneType:
    x = torch.to(torch.embedding(@embeddings.word, ids), 6)
    turns = self.turns(places, tables)
    for i in range(LAYERS):
      normed = self.rms(x, @layer.attention.norm, EPS)
      kv = self.linear(normed, @layer.attention.key|value)
      half = torch.floordiv(kv.size(1), 2)
      k = self.turned(torch.narrow(kv, 1, 0, half), turns)
      v = torch.view(torch.narrow(kv, 1, half, half), [x.size(0), -1, WIDTH])
      start = 0
      at = row
      for g in range(len(counts)):
        n = counts[g]
        length = lengths[g]
        keys = torch.transpose(torch.reshape(torch.narrow(k, 0, start, n * length), [n, length, -1, WIDTH]), 1, 2)
        values = torch.transpose(torch.reshape(torch.narrow(v, 0, start, n * length), [n, length, -1, WIDTH]), 1, 2)
        torch.copy_(torch.narrow(torch.narrow(memory[2 * i], 0, at, n), 2, 0, length), keys)
        torch.copy_(torch.narrow(torch.narrow(memory[2 * i + 1], 0, at, n), 2, 0, length), values)
        start = start + n * length
        at = at + n
      if i + 1 < LAYERS:
        q = self.turned(self.linear(normed, @layer.attention.query), turns)
        y = self.packed_attention(q, k, v, counts, lengths, self.window(i))
        x = torch.add(x, self.linear(y, @layer.attention.output))
        x = self.feed_forward(x, i, w)
    return None

  # The length of each row's prompt [rows, 1]: the position of its first new token, where it did not come late.
  def starts(self: __torch__.Ops, rows: int, keys: Tensor, mask: Optional[Tensor]) -> Tensor:
    if mask is None:
      starts = torch.full([rows, 1], keys.size(2), dtype=4, device=keys.device)
    else:
      lengths = torch.sum(torch.eq(torch.view(mask, [keys.size(0), -1]), 0), [1], True)
      starts = torch.repeat_interleave(lengths, torch.floordiv(rows, keys.size(0)), 0)
    return starts

  # Attention of new tokens to their prompt, which rows share, and to those decoded before. q [rows, length, heads, width]. Scores are
  # computed for some tokens at a time, for all heads that share keys at once. early hides cached tokens; rows have one token then.
  def answer_attention(self: __torch__.Ops, q: Tensor, past: int, cache_keys: Tensor, cache_values: Tensor, keys: Tensor, values: Tensor, mask: Optional[Tensor], early: Optional[Tensor], starts: Tensor, window: int) -> Tensor:
    rows = q.size(0)
    length = q.size(1)
    prompts = keys.size(0)
    longest = keys.size(2)
    same = torch.floordiv(rows, prompts)
    outputs = annotate(List[Tensor], [])
    at = 0
    while at < length:
      size = 64
      if at + size > length:
        size = length - at
      seen = past + at + size
      block = torch.view(torch.narrow(q, 1, at, size), [rows, size, KEY_HEADS, -1, WIDTH])
      group = block.size(3)
      queries = torch.mul(torch.reshape(torch.transpose(block, 1, 2), [rows, KEY_HEADS, size * group, WIDTH]), SCALE)
      own = torch.matmul(queries, torch.transpose(torch.narrow(cache_keys, 2, 0, seen), 2, 3))
      shared = torch.reshape(torch.transpose(torch.view(queries, [prompts, same, KEY_HEADS, -1, WIDTH]), 1, 2), [prompts, KEY_HEADS, -1, WIDTH])
      scores = torch.matmul(shared, torch.transpose(keys, 2, 3))
      if mask is not None:
        scores = torch.add(scores, mask)
      scores = torch.reshape(torch.transpose(torch.view(scores, [prompts, KEY_HEADS, same, size * group, longest]), 1, 2), [rows, KEY_HEADS, size * group, longest])
      local = window > 0 and longest + seen > window
      if size > 1 or local:
        places = torch.repeat_interleave(torch.arange(past + at, seen, device=q.device), group, 0)
        back = torch.sub(torch.unsqueeze(places, 1), torch.arange(seen, device=q.device))
        hidden = torch.lt(back, 0)
        if local:
          hidden = torch.logical_or(hidden, torch.ge(back, window))
          positions = torch.unsqueeze(torch.add(starts, places), 2)
          far = torch.ge(torch.sub(positions, torch.arange(longest, device=q.device)), window)
          scores = torch.masked_fill(scores, torch.unsqueeze(far, 1), -60000.)
        own = torch.masked_fill(own, hidden, -60000.)
      if early is not None:
        own = torch.add(own, early)
      weights = torch.softmax(torch.cat([scores, own], 3), 3)
      prompt_weights = torch.view(torch.narrow(weights, 3, 0, longest), [prompts, same, KEY_HEADS, size * group, longest])
      y = torch.matmul(torch.reshape(torch.transpose(prompt_weights, 1, 2), [prompts, KEY_HEADS, same * size * group, longest]), values)
      y = torch.reshape(torch.transpose(torch.view(y, [prompts, KEY_HEADS, same, size * group, WIDTH]), 1, 2), [rows, KEY_HEADS, size * group, WIDTH])
      y = torch.add(y, torch.matmul(torch.narrow(weights, 3, longest, seen), torch.narrow(cache_values, 2, 0, seen)))
      outputs.append(torch.reshape(torch.transpose(torch.view(y, [rows, KEY_HEADS, size, group, WIDTH]), 1, 2), [rows, size, -1]))
      at = at + size
    return torch.reshape(torch.cat(outputs, 1), [rows * length, -1])

  def decode(self: __torch__.Ops, ids: Tensor, past: int, began: Tensor, cache: List[Tensor], memory: List[Tensor], mask: Optional[Tensor], tables: List[Tensor], w: WEIGHTS) -> Tensor:
    rows = ids.size(0)
    length = ids.size(1)
    starts = self.starts(rows, memory[0], mask)
    early = annotate(Optional[Tensor], None)
    if began.numel() > 0:
      starts = torch.sub(starts, torch.unsqueeze(began, 1))
      early = self.earlier(began, past + length)
    turns = self.turns(torch.reshape(torch.add(starts, torch.arange(past, past + length, device=ids.device)), [-1]), tables)
    x = torch.to(torch.embedding(@embeddings.word, torch.reshape(ids, [-1])), 6)
    for i in range(LAYERS):
      normed = self.rms(x, @layer.attention.norm, EPS)
      q = torch.view(self.turned(self.linear(normed, @layer.attention.query), turns), [rows, length, -1, WIDTH])
      kv = self.linear(normed, @layer.attention.key|value)
      half = torch.floordiv(kv.size(1), 2)
      k = torch.view(self.turned(torch.narrow(kv, 1, 0, half), turns), [rows, length, -1, WIDTH])
      v = torch.view(torch.narrow(kv, 1, half, half), [rows, length, -1, WIDTH])
      torch.copy_(torch.narrow(cache[2 * i], 2, past, length), torch.transpose(k, 1, 2))
      torch.copy_(torch.narrow(cache[2 * i + 1], 2, past, length), torch.transpose(v, 1, 2))
      y = self.answer_attention(q, past, cache[2 * i], cache[2 * i + 1], memory[2 * i], memory[2 * i + 1], mask, early, starts, self.window(i))
      x = torch.add(x, self.linear(y, @layer.attention.output))
      x = self.feed_forward(x, i, w)
    return self.rms(x, @norm, EPS)

  def head(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    return self.linear(x, @head)

