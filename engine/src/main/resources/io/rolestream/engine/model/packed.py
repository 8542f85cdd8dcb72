  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, residual, weight, bias, "add")

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    if activation == "relu":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "relu", annotate(List[Optional[number]], []), "")
    elif activation == "gelu_new":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "tanh")
    else:
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")
    return y

