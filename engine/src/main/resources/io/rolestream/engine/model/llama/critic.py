  # As hidden, of the critic: the same layers, with parameters or adapters of its own.
  def critic_hidden(self: __torch__.Ops, ids: Tensor, positions: Tensor, counts: Tensor, lengths: Tensor, w: WEIGHTS) -> Tensor:
    n = annotate(List[int], counts.tolist())
    l = annotate(List[int], lengths.tolist())
    x = torch.to(torch.embedding(@critic.embeddings.word, ids), 6)
    turns = self.turns(positions, self.tables(1))
    for i in range(CRITIC_LAYERS):
      normed = self.rms(x, @critic.layer.attention.norm, EPS)
      q = self.turned(self.linear(normed, @critic.layer.attention.query), turns)
      k = self.turned(self.linear(normed, @critic.layer.attention.key), turns)
      v = torch.view(self.linear(normed, @critic.layer.attention.value), [x.size(0), -1, WIDTH])
      x = torch.add(x, self.linear(self.packed_attention(q, k, v, n, l, self.window(i)), @critic.layer.attention.output))
      inner = self.gated_linear(self.rms(x, @critic.layer.norm, EPS), @critic.layer.gate, @critic.layer.up, "silu")
      x = torch.add(x, self.linear(inner, @critic.layer.down))
    return self.rms(x, @critic.norm, EPS)

  # The value before each token of the answers, read at the place before it.
  def values(self: __torch__.Ops, ids: Tensor, positions: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, w: WEIGHTS) -> Tensor:
    x = torch.index_select(self.critic_hidden(ids, positions, counts, lengths, w), 0, places)
    return self.values_of(x, @critic.value)

  def values_of(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return torch.squeeze(torch.linear(torch.to(x, 6), weight, bias), 1)

  # As answer_logs, of the critic's values [sequences, width].
  def answer_values(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, w: WEIGHTS) -> Tensor:
    return self.in_slots(self.values(ids, positions, counts, lengths, places, w), slots, counts, width)

  # Rows of log-probabilities, then of values [sequences, 2 * width].
  def answer_logs_and_values(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, w: WEIGHTS) -> Tensor:
    logs = self.answer_logs(ids, positions, types, counts, lengths, places, targets, slots, width, temperature, w)
    values = self.answer_values(ids, positions, types, counts, lengths, places, targets, slots, width, temperature, w)
    return torch.cat([logs, values], 1)

  # The sum of the products of answer_logs_and_values with the loss's gradients with respect to it.
  # gradients [sequences, 2 * width]
  def weighted_answer_logs_and_values(self: __torch__.Ops, ids: Tensor, positions: Tensor, types: Tensor, counts: Tensor, lengths: Tensor, places: Tensor, targets: Tensor, slots: Tensor, width: Tensor, temperature: Tensor, gradients: Tensor, w: WEIGHTS) -> Tensor:
    size = int(width)
    of_logs = torch.contiguous(torch.narrow(gradients, 1, 0, size))
    of_values = torch.index_select(torch.reshape(torch.narrow(gradients, 1, size, size), [-1]), 0, slots)
    policy = self.weighted_answer_logs(ids, positions, types, counts, lengths, places, targets, slots, width, temperature, of_logs, w)
    return torch.add(policy, torch.dot(self.values(ids, positions, counts, lengths, places, w), of_values))
