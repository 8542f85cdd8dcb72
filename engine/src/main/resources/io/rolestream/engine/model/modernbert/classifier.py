  # Logits [sequences, labels]. x: the first tokens, or the means of all
  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = self.activate(self.head_linear(x, @head.dense), HEAD_ACTIVATION)
    x = self.dropout(self.norm(x, @head.norm, EPS), HEAD_DROPOUT)
    return self.head_linear(x, @head.output)

