  # The embeddings of tokens [tokens, hidden].
  def words(self: __torch__.Ops, table: Tensor, ids: Tensor) -> Tensor:
    return torch.embedding(table, ids)

  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return torch.linear(x, weight, bias)

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    return torch.add(residual, torch.linear(x, weight, bias))

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    return self.activate(torch.linear(x, weight, bias), activation)

  def gated_linear(self: __torch__.Ops, x: Tensor, up: Tensor, up_bias: Optional[Tensor], gate: Tensor, gate_bias: Optional[Tensor], activation: str) -> Tensor:
    return torch.mul(self.active_linear(x, up, up_bias, activation), torch.linear(x, gate, gate_bias))

