  # A weight that is not trained, and its adapter: a [rank, inputs], b [outputs, rank].
  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], a: Optional[Tensor], b: Optional[Tensor]) -> Tensor:
    if bias is None:
      y = torch.linear(x, torch.to(weight, x.dtype), None)
    else:
      y = torch.linear(x, torch.to(weight, x.dtype), torch.to(bias, x.dtype))
    if a is not None and b is not None:
      y = torch.add(y, torch.linear(torch.linear(x, torch.to(a, x.dtype), None), torch.to(b, x.dtype), None), alpha=ADAPTER_SCALE)
    return y

  def gated_linear(self: __torch__.Ops, x: Tensor, up: Tensor, up_bias: Optional[Tensor], up_a: Optional[Tensor], up_b: Optional[Tensor], gate: Tensor, gate_bias: Optional[Tensor], gate_a: Optional[Tensor], gate_b: Optional[Tensor], activation: str) -> Tensor:
    return torch.mul(self.activate(self.linear(x, up, up_bias, up_a, up_b), activation), self.linear(x, gate, gate_bias, gate_a, gate_b))

