  def feed_forward(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    inner = self.active_linear(self.rms(x, @layer.norm, EPS), @layer.up, ACTIVATION)
    return torch.add(x, self.linear(torch.to(inner, DOWN_DTYPE), @layer.down))

  def decoder_feed_forward(self: __torch__.Ops, x: Tensor, i: int, w: WEIGHTS) -> Tensor:
    inner = self.active_linear(self.rms(x, @decoder.layer.norm, EPS), @decoder.layer.up, ACTIVATION)
    return torch.add(x, self.linear(torch.to(inner, DOWN_DTYPE), @decoder.layer.down))

