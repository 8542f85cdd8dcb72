  def linear(self: __torch__.Ops, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
    return ops.quantized.linear_dynamic(x, weight, False)

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase, dropout: float) -> Tensor:
    return torch.add(residual, ops.quantized.linear_dynamic(x, weight, False))

  def active_linear(self: __torch__.Ops, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase, activation: str) -> Tensor:
    return self.activate(ops.quantized.linear_dynamic(x, weight, False), activation)

