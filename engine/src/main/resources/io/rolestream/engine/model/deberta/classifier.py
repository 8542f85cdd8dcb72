  # Logits [sequences, labels]. x: the first tokens
  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = self.activate(self.head_linear(self.dropout(x, POOLER_DROPOUT), @head.dense), POOLER_ACTIVATION)
    return self.head_linear(self.dropout(x, HEAD_DROPOUT), @head.output)

