  # What follows the decoder's attention to itself, and to the encoder.
  def after_attention(self: __torch__.Ops, x: Tensor, attended: Tensor, i: int, w: WEIGHTS) -> Tensor:
    return self.norm(self.plus_linear(x, attended, @decoder.layer.attention.output, HIDDEN_DROPOUT), @decoder.layer.attention.norm, EPS)

  def after_cross(self: __torch__.Ops, x: Tensor, attended: Tensor, i: int, w: WEIGHTS) -> Tensor:
    x = self.norm(self.plus_linear(x, attended, @decoder.layer.cross.output, HIDDEN_DROPOUT), @decoder.layer.cross.norm, EPS)
    inner = self.dropout(self.active_linear(x, @decoder.layer.up, ACTIVATION), ACTIVATION_DROPOUT)
    return self.norm(self.plus_linear(x, inner, @decoder.layer.down, HIDDEN_DROPOUT), @decoder.layer.norm, EPS)

