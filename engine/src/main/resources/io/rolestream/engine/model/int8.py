  # The embeddings of tokens [tokens, hidden]: their table, which can be half of a model, is in bfloat16.
  def words(self: __torch__.Ops, table: Tensor, ids: Tensor) -> Tensor:
    return torch.to(torch.embedding(table, ids), 6)

  def linear(self: __torch__.Ops, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
    return ops.quantized.linear_dynamic(x, weight, REDUCED)

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase, dropout: float) -> Tensor:
    return torch.add(residual, ops.quantized.linear_dynamic(x, weight, REDUCED))

  def active_linear(self: __torch__.Ops, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase, activation: str) -> Tensor:
    return self.activate(ops.quantized.linear_dynamic(x, weight, REDUCED), activation)

  def gated_linear(self: __torch__.Ops, x: Tensor, up: __torch__.torch.classes.quantized.LinearPackedParamsBase, gate: __torch__.torch.classes.quantized.LinearPackedParamsBase, activation: str) -> Tensor:
    return torch.mul(self.active_linear(x, up, activation), ops.quantized.linear_dynamic(x, gate, REDUCED))

