  # Logits [sequences, labels]. x: the first tokens
  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = self.dropout(torch.relu(self.head_linear(x, @head.dense)), HEAD_DROPOUT)
    return self.head_linear(x, @head.output)

