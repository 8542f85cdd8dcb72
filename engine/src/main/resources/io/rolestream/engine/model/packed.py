  # The embeddings of tokens [tokens, hidden].
  def words(self: __torch__.Ops, table: Tensor, ids: Tensor) -> Tensor:
    return torch.embedding(table, ids)

  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

  def plus_linear(self: __torch__.Ops, residual: Tensor, x: Tensor, weight: Tensor, bias: Optional[Tensor], dropout: float) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, residual, weight, bias, "add")

  def active_linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor], activation: str) -> Tensor:
    if activation == "relu":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "relu", annotate(List[Optional[number]], []), "")
    elif activation == "gelu_new":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "tanh")
    elif activation == "silu":
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "swish", annotate(List[Optional[number]], []), "")
    else:
      y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")
    return y

  # Activation and product are computed with the second linear layer, while its results are in the processor's registers.
  def gated_linear(self: __torch__.Ops, x: Tensor, up: Tensor, up_bias: Optional[Tensor], gate: Tensor, gate_bias: Optional[Tensor], activation: str) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, self.active_linear(x, up, up_bias, activation), gate, gate_bias, "mul")

