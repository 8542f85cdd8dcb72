  # The embeddings of tokens [tokens, hidden]: their table, which can be half of a model, is in bfloat16.
  def words(self: __torch__.Ops, table: Tensor, ids: Tensor) -> Tensor:
    return torch.to(torch.embedding(table, ids), 6)

  # Linear layers with 8-bit integers by oneDNN: a weight is quantized for each output, with a scale for each, and x as a whole.
  def quantized(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.quantize_per_tensor_dynamic(x, 13, REDUCED)

  # The integers of q, which int_repr would copy, slowly.
  def integers(self: __torch__.Ops, q: Tensor) -> Tensor:
    return torch.set_(torch.empty([0], dtype=0), q, 0, torch.size(q), torch.stride(q))

  def unary(self: __torch__.Ops, x: Tensor, weight: Tensor, scales: Tensor, bias: Optional[Tensor], function: str, algorithm: str) -> Tensor:
    q = self.quantized(x)
    zeros = torch.zeros_like(scales, dtype=3)
    return ops.onednn.qlinear_pointwise(self.integers(q), torch.q_scale(q), torch.q_zero_point(q), weight, scales, zeros, bias, 1., 0, 6, function, annotate(List[Optional[number]], []), algorithm)

  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, scales: Tensor, bias: Optional[Tensor]) -> Tensor:
    return self.unary(x, weight, scales, bias, "none", "")

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, scales: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    q = self.quantized(x)
    zeros = torch.zeros_like(scales, dtype=3)
    return ops.onednn.qlinear_pointwise(self.integers(q), torch.q_scale(q), torch.q_zero_point(q), weight, scales, zeros, residual, bias, 1., 0, 6, 1., 0, "add", 1., "none", annotate(List[Optional[number]], []), "")

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, scales: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    if activation == "relu":
      y = self.unary(x, weight, scales, bias, "relu", "")
    elif activation == "gelu_new":
      y = self.unary(x, weight, scales, bias, "gelu", "tanh")
    elif activation == "silu":
      y = torch.silu(self.unary(x, weight, scales, bias, "none", ""))
    else:
      y = self.unary(x, weight, scales, bias, "gelu", "none")
    return y

  def gated_linear(self: __torch__.Ops, x: Tensor, up: Tensor, up_scales: Tensor, up_bias: Optional[Tensor], gate: Tensor, gate_scales: Tensor, gate_bias: Optional[Tensor], activation: str) -> Tensor:
    return torch.mul(self.active_linear(x, up, up_scales, up_bias, activation), self.linear(x, gate, gate_scales, gate_bias))

