  # Logits [places, vocabulary] in float32. places: the tokens to predict; counts, lengths [groups]
  def predictions(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, w: WEIGHTS) -> Tensor:
    n = annotate(List[int], counts.tolist())
    l = annotate(List[int], lengths.tolist())
    x = torch.index_select(self.hidden(ids, positions, types, n, l, w), 0, places)
    return torch.to(self.predict(x, w), 6)

  # The loss of a part of a batch. targets: what the tokens to predict are.
  def masked_loss(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, w: WEIGHTS, divisor: Tensor) -> Tensor:
    logits = self.predictions(ids, positions, types, counts, lengths, places, w)
    return torch.div(torch.cross_entropy_loss(logits, targets, None, 2), float(divisor))

  # The sum of the losses and the number of right predictions.
  def masked_scores(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, w: WEIGHTS) -> Tensor:
    logits = self.predictions(ids, positions, types, counts, lengths, places, w)
    loss = torch.cross_entropy_loss(logits, targets, None, 2)
    right = torch.to(torch.sum(torch.eq(torch.argmax(logits, 1), targets)), 6)
    return torch.stack([loss, right])
