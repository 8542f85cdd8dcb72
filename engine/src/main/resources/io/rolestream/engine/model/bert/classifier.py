  # Logits [sequences, labels]. x: the first tokens
  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = self.dropout(x, INPUT_DROPOUT)
    x = torch.tanh(self.head_linear(x, @head.dense))
    x = self.dropout(x, HEAD_DROPOUT)
    return self.head_linear(x, @head.output)

