  # As in inference, but the result has the type that is computed with.
  def rms(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], eps: float) -> Tensor:
    squares = torch.div(torch.square(torch.linalg_vector_norm(x, 2, [1], True)), x.size(1))
    return torch.to(torch.mul(torch.mul(x, torch.rsqrt(torch.add(squares, eps))), weight), DTYPE)

