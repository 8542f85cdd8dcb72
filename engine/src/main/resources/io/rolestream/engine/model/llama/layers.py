  # The frequency at which each pair of coordinates turns [width / 2], by the same operations as in transformers.
  def tables(self: __torch__.Ops, positions: int) -> List[Tensor]:
    exponents = torch.div(torch.to(torch.arange(0, WIDTH, 2), 6), WIDTH)
    frequencies = torch.reciprocal(torch.pow(THETA, exponents))
    if SCALING == "linear":
      frequencies = torch.div(frequencies, FACTOR)
    elif SCALING == "llama3":
      frequencies = self.stretched(frequencies)
    return [frequencies]

  # Llama 3's scaling: waves longer than LONGEST are stretched, those shorter than SHORTEST are not, those between them partly.
  def stretched(self: __torch__.Ops, frequencies: Tensor) -> Tensor:
    lengths = torch.mul(torch.reciprocal(frequencies), TWO_PI)
    long = torch.gt(lengths, LONGEST)
    scaled = torch.where(long, torch.div(frequencies, FACTOR), frequencies)
    part = torch.div(torch.sub(torch.mul(torch.reciprocal(lengths), ORIGINAL), LOW), HIGH - LOW)
    between = torch.add(torch.div(torch.mul(torch.rsub(part, 1), scaled), FACTOR), torch.mul(part, scaled))
    unchanged = torch.logical_or(long, torch.lt(lengths, SHORTEST))
    return torch.where(unchanged, scaled, between)

  # Cosines and sines by which queries and keys are turned [2, tokens, 1, width / 2].
  def turns(self: __torch__.Ops, positions: Tensor, tables: List[Tensor]) -> Tensor:
    angles = torch.mul(torch.unsqueeze(torch.to(positions, 6), 1), tables[0])
    return torch.unsqueeze(torch.to(torch.stack([torch.cos(angles), torch.sin(angles)]), DTYPE), 2)

  # x of all heads beside each other [tokens, heads * width], turned [tokens, heads, width]: the two halves of a head are the coordinates.
  def turned(self: __torch__.Ops, x: Tensor, turns: Tensor) -> Tensor:
    pairs = torch.view(x, [x.size(0), -1, 2, torch.floordiv(WIDTH, 2)])
    a = torch.select(pairs, 2, 0)
    b = torch.select(pairs, 2, 1)
    cos = torch.select(turns, 0, 0)
    sin = torch.select(turns, 0, 1)
    y = torch.stack([torch.sub(torch.mul(a, cos), torch.mul(b, sin)), torch.add(torch.mul(b, cos), torch.mul(a, sin))], 2)
    return torch.view(y, [x.size(0), -1, WIDTH])

  # How many tokens back a layer sees; 0 if all.
  def window(self: __torch__.Ops, i: int) -> int:
    window = 0
    if i >= FIRST_LOCAL:
      window = WINDOW
    return window

  # Attention of prompts of one length to themselves. q [n, heads, length, width], k and v [n, key heads, length, width]. No mask is made of
  # the whole length: the fused attention needs none, and a window is computed in blocks of queries, each with the keys that it can see.
  def causal_attention(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, window: int) -> Tensor:
    n = q.size(0)
    length = q.size(2)
    queries = torch.reshape(q, [n * KEY_HEADS, -1, length, WIDTH])
    keys = torch.expand(torch.reshape(k, [n * KEY_HEADS, 1, length, WIDTH]), [-1, queries.size(1), -1, -1])
    values = torch.expand(torch.reshape(v, [n * KEY_HEADS, 1, length, WIDTH]), [-1, queries.size(1), -1, -1])
    if window == 0 or length <= window:
      y = torch.scaled_dot_product_attention(queries, keys, values, None, 0., True, scale=SCALE)
    else:
      outputs = annotate(List[Tensor], [])
      at = 0
      while at < length:
        size = 256
        if at + size > length:
          size = length - at
        start = 0
        if at >= window:
          start = at - window + 1
        end = at + size
        back = torch.sub(torch.unsqueeze(torch.arange(at, end, device=q.device), 1), torch.arange(start, end, device=q.device))
        seen = torch.logical_and(torch.ge(back, 0), torch.lt(back, window))
        outputs.append(torch.scaled_dot_product_attention(torch.narrow(queries, 2, at, size), torch.narrow(keys, 2, start, end - start), torch.narrow(values, 2, start, end - start), seen, 0., False, scale=SCALE))
        at = end
      y = torch.cat(outputs, 2)
    return torch.reshape(y, [n, -1, length, WIDTH])

  # As causal_attention, of packed texts. q, k and v [tokens, heads, width]; y [tokens, heads * width]
  def packed_attention(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, counts: List[int], lengths: List[int], window: int) -> Tensor:
    outputs = annotate(List[Tensor], [])
    start = 0
    for g in range(len(counts)):
      n = counts[g]
      length = lengths[g]
      queries = torch.transpose(torch.reshape(torch.narrow(q, 0, start, n * length), [n, length, -1, WIDTH]), 1, 2)
      keys = torch.transpose(torch.reshape(torch.narrow(k, 0, start, n * length), [n, length, -1, WIDTH]), 1, 2)
      values = torch.transpose(torch.reshape(torch.narrow(v, 0, start, n * length), [n, length, -1, WIDTH]), 1, 2)
      y = self.causal_attention(queries, keys, values, window)
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, -1]))
      start = start + n * length
    return torch.cat(outputs)

  def feed_forward(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    inner = self.gated_linear(self.rms(x, @layer.norm, EPS), @layer.gate, @layer.up, "silu")
    return torch.add(x, self.linear(inner, @layer.down))

