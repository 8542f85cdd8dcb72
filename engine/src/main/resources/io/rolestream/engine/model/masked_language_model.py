  # Logits [places, vocabulary] of a language model whose output shares the word embeddings. x: hidden states of the
  # tokens to predict
  def predict(self: __torch__.Ops, x: Tensor, w: WEIGHTS) -> Tensor:
    x = self.activate(self.head_linear(x, @head.dense), HEAD_ACTIVATION)
    return self.head_linear(self.norm(x, @head.norm, EPS), @embeddings.word, @head.bias)

