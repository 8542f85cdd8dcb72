  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    return self.head_linear(self.dropout(x, DROPOUT), @head.output)

