  def norm(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], eps: float) -> Tensor:
    return torch.layer_norm(x, [x.size(1)], weight, bias, eps)

  def dropout(self: __torch__.Ops, x: Tensor, rate: float) -> Tensor:
    return x

  # The type that encoders compute in; the weights have it already.
  def compute_type(self: __torch__.Ops, x: Tensor) -> Tensor:
    return x

  def head_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return torch.linear(torch.to(x, weight.dtype), weight, bias)

  # Norms without means or biases. x: hidden states, in float32 in every precision
  def rms(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], eps: float) -> Tensor:
    squares = torch.div(torch.square(torch.linalg_vector_norm(x, 2, [1], True)), x.size(1))
    return torch.mul(torch.to(torch.mul(x, torch.rsqrt(torch.add(squares, eps))), weight.dtype), weight)
