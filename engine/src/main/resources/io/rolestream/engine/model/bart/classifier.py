  # Logits [sequences, labels]. x: the decoder's states at the end tokens
  def classify(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.tanh(self.head_linear(self.dropout(x, HEAD_DROPOUT), @head.dense))
    return self.head_linear(self.dropout(x, HEAD_DROPOUT), @head.output)

