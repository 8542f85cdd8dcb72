  # Only tensors can be passed to a function that records gradients: counts, lengths [groups], divisor [].
  def logits(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, first: Tensor, w: WEIGHTS) -> Tensor:
    n = annotate(List[int], counts.tolist())
    l = annotate(List[int], lengths.tolist())
    x = self.hidden(ids, positions, types, n, l, w)
    if POOLING == "mean":
      x = self.mean(x, n, l)
    else:
      x = torch.index_select(x, 0, first)
    return self.classify(torch.to(x, 6), w)

  # The loss of a part of a batch. targets [sequences, labels]: how much of each label, times the weight of the label and of the example,
  # smoothed already; the divisor belongs to the whole batch.
  def classifier_loss(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, first: Tensor, targets: Tensor, w: WEIGHTS, divisor: Tensor) -> Tensor:
    logits = self.logits(ids, positions, types, counts, lengths, first, w)
    return torch.div(torch.neg(torch.sum(torch.mul(torch.log_softmax(logits, 1), targets))), float(divisor))
