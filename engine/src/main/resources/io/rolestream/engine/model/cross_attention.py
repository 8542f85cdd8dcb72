# The decoder of an encoder-decoder; generation.py says what cache and memory are.

  # qkv of new tokens [rows * length, 3 * heads * width]. bias broadcasts to [rows, heads, length, past + length].
  def cached_attention(self: __torch__.Ops, qkv: Tensor, past: int, keys: Tensor, values: Tensor, bias: Optional[Tensor], scale: float) -> Tensor:
    rows = keys.size(0)
    heads = keys.size(1)
    width = keys.size(3)
    length = torch.floordiv(qkv.size(0), rows)
    new = torch.permute(torch.view(qkv, [rows, length, 3, heads, width]), [2, 0, 3, 1, 4])
    seen = past + length
    torch.copy_(torch.narrow(keys, 2, past, length), torch.select(new, 0, 1))
    torch.copy_(torch.narrow(values, 2, past, length), torch.select(new, 0, 2))
    q = torch.select(new, 0, 0)
    k = torch.narrow(keys, 2, 0, seen)
    v = torch.narrow(values, 2, 0, seen)
    if length == 1:
      y = self.single_attention(q, k, v, bias, scale)
    else:
      y = torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=scale)
    return torch.reshape(torch.transpose(y, 1, 2), [rows * length, heads * width])

  # Cross-attention. q [rows * length, heads * width]; all rows of a prompt see the same.
  def memory_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, mask: Optional[Tensor], scale: float) -> Tensor:
    heads = keys.size(1)
    width = keys.size(3)
    queries = torch.transpose(torch.view(q, [keys.size(0), -1, heads, width]), 1, 2)
    if queries.size(2) == 1:
      y = self.single_attention(queries, keys, values, mask, scale)
    else:
      y = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., False, scale=scale)
    return torch.reshape(torch.transpose(y, 1, 2), [q.size(0), heads * width])

  # Encodes packed prompts and fills the memory's rows from the given one on.
  def remember(self: __torch__.Ops, ids: Tensor, places: Tensor, counts: List[int], lengths: List[int], row: int, memory: List[Tensor], tables: List[Tensor], w: WEIGHTS) -> NoneType:
    x = self.encoded(ids, places, counts, lengths, tables, w)
    heads = memory[0].size(1)
    width = memory[0].size(3)
    for i in range(DECODER_LAYERS):
      kv = self.remembered(x, i, w)
      start = 0
      at = row
      for g in range(len(counts)):
        n = counts[g]
        length = lengths[g]
        group = torch.permute(torch.view(torch.narrow(kv, 0, start, n * length), [n, length, 2, heads, width]), [2, 0, 3, 1, 4])
        for part in range(2):
          torch.copy_(torch.narrow(torch.narrow(memory[2 * i + part], 0, at, n), 2, 0, length), torch.select(group, 0, part))
        start = start + n * length
        at = at + n
    return None

