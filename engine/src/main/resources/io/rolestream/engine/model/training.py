  # Parameters are float32 masters; an encoder computes with them in float32 or bfloat16.
  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    if bias is None:
      y = torch.linear(x, torch.to(weight, x.dtype), None)
    else:
      y = torch.linear(x, torch.to(weight, x.dtype), torch.to(bias, x.dtype))
    return y

  def head_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return self.linear(x, weight, bias)

  def norm(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], eps: float) -> Tensor:
    if bias is None:
      y = torch.layer_norm(x, [x.size(1)], torch.to(weight, x.dtype), None, eps)
    else:
      y = torch.layer_norm(x, [x.size(1)], torch.to(weight, x.dtype), torch.to(bias, x.dtype), eps)
    return y

  # The embeddings of tokens [tokens, hidden].
  def words(self: __torch__.Ops, table: Tensor, ids: Tensor) -> Tensor:
    return torch.embedding(table, ids)

  def dropout(self: __torch__.Ops, x: Tensor, rate: float) -> Tensor:
    return torch.dropout(x, rate, rate > 0.)

  def compute_type(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, DTYPE)

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    return torch.add(residual, self.dropout(self.linear(x, weight, bias), dropout))

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    return self.activate(self.linear(x, weight, bias), activation)

  def gated_linear(self: __torch__.Ops, x: Tensor, up: Tensor, up_bias: Optional[Tensor], gate: Tensor, gate_bias: Optional[Tensor], activation: str) -> Tensor:
    return torch.mul(self.active_linear(x, up, up_bias, activation), self.linear(x, gate, gate_bias))

