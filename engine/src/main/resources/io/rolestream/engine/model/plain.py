  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return torch.linear(x, weight, bias)

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    return torch.add(residual, torch.linear(x, weight, bias))

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    return self.activate(torch.linear(x, weight, bias), activation)

