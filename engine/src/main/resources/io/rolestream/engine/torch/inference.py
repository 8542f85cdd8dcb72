# Forward passes of encoders of the BERT family over packed sequences: tokens of all sequences one after the other, no padding.
#
# tokens      the number of all tokens
# x           hidden states [tokens, hidden]
# counts      how many sequences each group has; the sequences of a group follow one another and have the same length
# lengths     the number of tokens of each sequence of a group
# first       where each sequence begins [sequences]
# weights     in the order of EncoderWeights
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def reorder(self: __torch__.Ops, weight: Tensor, rows: int) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(weight, rows)

  def to_bf16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  def to_fp16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 5)

  def to_fp32(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  def quantize(self: __torch__.Ops, weight: Tensor, bias: Tensor) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    scales = torch.clamp_min(torch.div(torch.amax(torch.abs(weight), [1]), 127.), 1e-12)
    zeros = torch.zeros_like(scales, dtype=4)
    quantized = torch.quantize_per_channel(weight, scales, zeros, 0, 12)
    return ops.quantized.linear_prepack(quantized, bias)

  def embed(self: __torch__.Ops, ids: Tensor, positions: Tensor, weights: List[Tensor], eps: float) -> Tensor:
    x = torch.add(torch.embedding(weights[0], ids), torch.embedding(weights[1], positions))
    return torch.layer_norm(x, [weights[0].size(1)], weights[2], weights[3], eps)

  def attention(self: __torch__.Ops, qkv: Tensor, counts: List[int], lengths: List[int], heads: int) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * heads)
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, heads, width]), [2, 0, 3, 1, 4])
      y = torch.scaled_dot_product_attention(torch.select(group, 0, 0), torch.select(group, 0, 1), torch.select(group, 0, 2))
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, heads * width]))
      start = start + n * length
    return torch.cat(outputs)

  # As attention, for the first token of each sequence alone. q [sequences, hidden], kv [tokens, 2 * hidden]
  def first_attention(self: __torch__.Ops, q: Tensor, kv: Tensor, counts: List[int], lengths: List[int], heads: int) -> Tensor:
    width = torch.floordiv(q.size(1), heads)
    outputs = annotate(List[Tensor], [])
    start = 0
    sequence = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(kv, 0, start, n * length), [n, length, 2, heads, width]), [2, 0, 3, 1, 4])
      query = torch.transpose(torch.view(torch.narrow(q, 0, sequence, n), [n, 1, heads, width]), 1, 2)
      y = torch.scaled_dot_product_attention(query, torch.select(group, 0, 0), torch.select(group, 0, 1))
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n, heads * width]))
      start = start + n * length
      sequence = sequence + n
    return torch.cat(outputs)

  def activate(self: __torch__.Ops, x: Tensor, activation: str) -> Tensor:
    if activation == "relu":
      y = torch.relu(x)
    elif activation == "gelu_new":
      y = torch.gelu(x, approximate="tanh")
    else:
      y = torch.gelu(x)
    return y

  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, packed: bool) -> Tensor:
    if packed:
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")
    else:
      y = torch.linear(x, weight, bias)
    return y

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Tensor, packed: bool) -> Tensor:
    if packed:
      y = ops.mkldnn._linear_pointwise(x, residual, weight, bias, "add")
    else:
      y = torch.add(residual, torch.linear(x, weight, bias))
    return y

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, activation: str, packed: bool) -> Tensor:
    if not packed:
      y = self.activate(torch.linear(x, weight, bias), activation)
    elif activation == "relu":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "relu", annotate(List[Optional[number]], []), "")
    elif activation == "gelu_new":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "tanh")
    else:
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")
    return y

  def feed_forward(self: __torch__.Ops, x: Tensor, weights: List[Tensor], at: int, activation: str, eps: float, packed: bool) -> Tensor:
    inner = self.active_linear(x, weights[at], weights[at + 1], activation, packed)
    y = self.plus_linear(x, inner, weights[at + 2], weights[at + 3], packed)
    return torch.layer_norm(y, [x.size(1)], weights[at + 4], weights[at + 5], eps)

  # Logits [sequences, labels] in float32.
  def logits(self: __torch__.Ops, ids: Tensor, positions: Tensor, first: Tensor, counts: List[int], lengths: List[int], weights: List[Tensor], layers: int, heads: int, activation: str, eps: float, packed: bool) -> Tensor:
    x = self.embed(ids, positions, weights, eps)
    at = 4
    for i in range(layers - 1):
      qkv = self.linear(x, weights[at], weights[at + 1], packed)
      y = self.plus_linear(x, self.attention(qkv, counts, lengths, heads), weights[at + 2], weights[at + 3], packed)
      x = torch.layer_norm(y, [x.size(1)], weights[at + 4], weights[at + 5], eps)
      x = self.feed_forward(x, weights, at + 6, activation, eps, packed)
      at = at + 12
    kv = self.linear(x, weights[at], weights[at + 1], packed)
    x = torch.index_select(x, 0, first)
    q = self.linear(x, weights[at + 2], weights[at + 3], packed)
    y = self.plus_linear(x, self.first_attention(q, kv, counts, lengths, heads), weights[at + 4], weights[at + 5], packed)
    x = torch.layer_norm(y, [x.size(1)], weights[at + 6], weights[at + 7], eps)
    x = self.feed_forward(x, weights, at + 8, activation, eps, packed)
    at = at + 14
    x = torch.tanh(torch.linear(x, weights[at], weights[at + 1]))
    return torch.to(torch.linear(x, weights[at + 2], weights[at + 3]), 6)

  def int8_linear(self: __torch__.Ops, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
    return ops.quantized.linear_dynamic(x, weight, False)

  # The product alone, for benchmarks.
  def int8_product(self: __torch__.Ops, x: Tensor, linears: List[__torch__.torch.classes.quantized.LinearPackedParamsBase]) -> Tensor:
    return self.int8_linear(x, linears[0])

  # As logits, with linear layers in int8. weights has none of these layers' weights; they are in linears: qkv, output, up and down of
  # each layer, but kv, q, output, up and down of the last.
  def int8_logits(self: __torch__.Ops, ids: Tensor, positions: Tensor, first: Tensor, counts: List[int], lengths: List[int], weights: List[Tensor], linears: List[__torch__.torch.classes.quantized.LinearPackedParamsBase], layers: int, heads: int, activation: str, eps: float) -> Tensor:
    x = self.embed(ids, positions, weights, eps)
    at = 4
    linear = 0
    for i in range(layers - 1):
      qkv = self.int8_linear(x, linears[linear])
      y = torch.add(x, self.int8_linear(self.attention(qkv, counts, lengths, heads), linears[linear + 1]))
      x = torch.layer_norm(y, [x.size(1)], weights[at], weights[at + 1], eps)
      inner = self.activate(self.int8_linear(x, linears[linear + 2]), activation)
      y = torch.add(x, self.int8_linear(inner, linears[linear + 3]))
      x = torch.layer_norm(y, [x.size(1)], weights[at + 2], weights[at + 3], eps)
      at = at + 4
      linear = linear + 4
    kv = self.int8_linear(x, linears[linear])
    x = torch.index_select(x, 0, first)
    q = self.int8_linear(x, linears[linear + 1])
    y = torch.add(x, self.int8_linear(self.first_attention(q, kv, counts, lengths, heads), linears[linear + 2]))
    x = torch.layer_norm(y, [x.size(1)], weights[at], weights[at + 1], eps)
    inner = self.activate(self.int8_linear(x, linears[linear + 3]), activation)
    y = torch.add(x, self.int8_linear(inner, linears[linear + 4]))
    x = torch.layer_norm(y, [x.size(1)], weights[at + 2], weights[at + 3], eps)
    at = at + 4
    x = torch.tanh(torch.linear(x, weights[at], weights[at + 1]))
    return torch.linear(x, weights[at + 2], weights[at + 3])
