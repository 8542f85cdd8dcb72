  # Whole packed texts, for trainings. ids and positions [tokens]
  def hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, counts: Tensor, lengths: Tensor, w: WEIGHTS) -> Tensor:
    n = annotate(List[int], counts.tolist())
    l = annotate(List[int], lengths.tolist())
    x = torch.to(torch.embedding(@embeddings.word, ids), 6)
    turns = self.turns(positions, self.tables(1))
    for i in range(LAYERS):
      normed = self.rms(x, @layer.attention.norm, EPS)
      q = self.turned(self.linear(normed, @layer.attention.query), turns)
      k = self.turned(self.linear(normed, @layer.attention.key), turns)
      v = torch.view(self.linear(normed, @layer.attention.value), [x.size(0), -1, WIDTH])
      x = torch.add(x, self.linear(self.packed_attention(q, k, v, n, l, self.window(i)), @layer.attention.output))
      x = self.feed_forward(x, i, w)
    return self.rms(x, @norm, EPS)

  # The loss of a part of a batch: of the tokens after the given places, which are the targets.
  def answer_loss(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, w: WEIGHTS, divisor: Tensor) -> Tensor:
    x = torch.index_select(self.hidden(ids, positions, counts, lengths, w), 0, places)
    return self.block_loss(x, targets, torch.full([x.size(0)], 1. / float(divisor), dtype=6), 1., @head)

  # Answers' log-probabilities in the distribution of logits / temperature, added up in slots of an array [sequences, width] of zeros.
  # slots [places]: that of the token after each place
  def answer_logs(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.index_select(self.hidden(ids, positions, counts, lengths, w), 0, places)
    return self.in_slots(self.block_logs(x, targets, float(temperature), @head), slots, counts, width)

  # As answer_logs, of the entropies of the distributions that the tokens are drawn from.
  def answer_entropies(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.index_select(self.hidden(ids, positions, counts, lengths, w), 0, places)
    return self.in_slots(self.block_entropies(x, float(temperature), @head), slots, counts, width)

  def in_slots(self: __torch__.Ops, values: Tensor, slots: Tensor, counts: Tensor, width: Tensor) -> Tensor:
    rows = int(torch.sum(counts))
    flat = torch.index_add(torch.zeros([rows * int(width)], dtype=6), 0, slots, values)
    return torch.view(flat, [rows, int(width)])

  # The sum of the products of answer_logs with the loss's gradients with respect to it.
  # gradients [sequences, width]
  def weighted_answer_logs(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, gradients: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.index_select(self.hidden(ids, positions, counts, lengths, w), 0, places)
    factors = torch.neg(torch.index_select(torch.reshape(gradients, [-1]), 0, slots))
    return self.block_loss(x, targets, factors, float(temperature), @head)

  # Logits of some places, in float32. typed [vocabulary, hidden]: the head's weight in the type of x
  def block_logits(self: __torch__.Ops, x: Tensor, typed: Tensor, temperature: float) -> Tensor:
    logits = torch.to(torch.linear(x, typed, None), 6)
    if temperature != 1.:
      logits = torch.div(logits, temperature)
    return logits

  # The sum of the tokens' negative log-probabilities, each times its factor, with gradients.
  # The logits of all places would be by far the largest array of a training, and recording would keep them. So they are computed for some
  # places at a time, and each block's gradients with them. What is returned has the loss as its value, and leads back with these gradients.
  def block_loss(self: __torch__.Ops, x: Tensor, targets: Tensor, factors: Tensor, temperature: float, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    states = torch.detach(x)
    typed = torch.to(torch.detach(weight), x.dtype)
    learns = weight.requires_grad
    slopes = annotate(List[Tensor], [])
    weight_slopes = torch.zeros([1], dtype=6)
    if learns:
      weight_slopes = torch.zeros([weight.size(0), weight.size(1)], dtype=6)
    loss = torch.zeros([], dtype=6)
    at = 0
    while at < x.size(0):
      size = BLOCK
      if at + size > x.size(0):
        size = x.size(0) - at
      block = torch.narrow(states, 0, at, size)
      wanted = torch.unsqueeze(torch.narrow(targets, 0, at, size), 1)
      factor = torch.unsqueeze(torch.narrow(factors, 0, at, size), 1)
      logs = torch.log_softmax(self.block_logits(block, typed, temperature), 1)
      loss = torch.sub(loss, torch.sum(torch.mul(torch.gather(logs, 1, wanted), factor)))
      slope = torch.scatter_add(torch.exp(logs), 1, wanted, torch.full([size, 1], -1., dtype=6))
      slope = torch.to(torch.mul(slope, torch.div(factor, temperature)), x.dtype)
      slopes.append(torch.matmul(slope, typed))
      if learns:
        torch.add_(weight_slopes, torch.to(torch.matmul(torch.transpose(slope, 0, 1), block), 6))
      at = at + size
    carrier = torch.dot(torch.reshape(torch.to(x, 6), [-1]), torch.reshape(torch.to(torch.cat(slopes), 6), [-1]))
    if learns:
      carrier = torch.add(carrier, torch.dot(torch.reshape(weight, [-1]), torch.reshape(weight_slopes, [-1])))
    return torch.add(torch.sub(carrier, torch.detach(carrier)), loss)

  # The log-probability of each target [targets], without gradients.
  def block_logs(self: __torch__.Ops, x: Tensor, targets: Tensor, temperature: float, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    parts = annotate(List[Tensor], [])
    typed = torch.to(weight, x.dtype)
    at = 0
    while at < x.size(0):
      size = BLOCK
      if at + size > x.size(0):
        size = x.size(0) - at
      wanted = torch.unsqueeze(torch.narrow(targets, 0, at, size), 1)
      logs = torch.log_softmax(self.block_logits(torch.narrow(x, 0, at, size), typed, temperature), 1)
      parts.append(torch.squeeze(torch.gather(logs, 1, wanted), 1))
      at = at + size
    return torch.cat(parts)

  # The entropy of the distribution at each place, in nats, without gradients.
  def block_entropies(self: __torch__.Ops, x: Tensor, temperature: float, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    parts = annotate(List[Tensor], [])
    typed = torch.to(weight, x.dtype)
    at = 0
    while at < x.size(0):
      size = BLOCK
      if at + size > x.size(0):
        size = x.size(0) - at
      logs = torch.log_softmax(self.block_logits(torch.narrow(x, 0, at, size), typed, temperature), 1)
      parts.append(torch.neg(torch.sum(torch.mul(torch.exp(logs), logs), [1])))
      at = at + size
    return torch.cat(parts)

  # The sum of the losses and the number of right predictions.
  def answer_scores(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.index_select(self.hidden(ids, positions, counts, lengths, w), 0, places)
    return self.block_scores(x, targets, @head)

  def block_scores(self: __torch__.Ops, x: Tensor, targets: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    sums = torch.zeros([2], dtype=6)
    typed = torch.to(weight, x.dtype)
    at = 0
    while at < x.size(0):
      size = BLOCK
      if at + size > x.size(0):
        size = x.size(0) - at
      wanted = torch.narrow(targets, 0, at, size)
      logits = torch.to(torch.linear(torch.narrow(x, 0, at, size), typed, None), 6)
      right = torch.to(torch.sum(torch.eq(torch.argmax(logits, 1), wanted)), 6)
      sums = torch.add(sums, torch.stack([torch.cross_entropy_loss(logits, wanted, None, 2), right]))
      at = at + size
    return sums
