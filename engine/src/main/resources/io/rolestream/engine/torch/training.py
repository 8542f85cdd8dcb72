# Training steps of encoders of the BERT family over packed sequences. Parameters are float32 masters in the order of ModelLayout; what is
# computed with them is float32 or bfloat16. Arguments that are numbers come as tensors, since only tensors can be passed to a function that
# records gradients.
#
# options     float64 [11]: layers, heads, activation (0 gelu, 1 its tanh approximation, 2 relu), norm epsilon, hidden dropout, attention
#             dropout, classifier dropout, whether to compute in bfloat16, divisor of the loss, dropout of the
#             head's input, activation in the head of a masked language model
# groups      int64 [2, groups]: how many sequences each group has, and the number of tokens of each of them
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, torch.to(weight, x.dtype), torch.to(bias, x.dtype))

  def norm(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
    return torch.layer_norm(x, [x.size(1)], torch.to(weight, x.dtype), torch.to(bias, x.dtype), eps)

  def activate(self: __torch__.Ops, x: Tensor, activation: int) -> Tensor:
    if activation == 2:
      y = torch.relu(x)
    elif activation == 1:
      y = torch.gelu(x, approximate="tanh")
    else:
      y = torch.gelu(x)
    return y

  def attention(self: __torch__.Ops, qkv: Tensor, groups: Tensor, heads: int, dropout: float) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * heads)
    sizes = annotate(List[int], groups.flatten().tolist())
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(groups.size(1)):
      n = sizes[i]
      length = sizes[i + groups.size(1)]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, heads, width]), [2, 0, 3, 1, 4])
      y = torch.scaled_dot_product_attention(torch.select(group, 0, 0), torch.select(group, 0, 1), torch.select(group, 0, 2), None, dropout)
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, heads * width]))
      start = start + n * length
    return torch.cat(outputs)

  # Hidden states [tokens, hidden].
  def encode(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, p: List[Tensor], o: List[float]) -> Tensor:
    eps = o[3]
    dropout = o[4]
    train = dropout > 0.
    x = torch.add(torch.embedding(p[0], ids), torch.embedding(p[1], positions))
    x = torch.add(x, torch.select(p[2], 0, 0))
    x = torch.layer_norm(x, [x.size(1)], p[3], p[4], eps)
    if o[7] > 0.:
      x = torch.to(x, 15)
    x = torch.dropout(x, dropout, train)
    at = 5
    for i in range(int(o[0])):
      qkv = self.linear(x, p[at], p[at + 1])
      y = self.attention(qkv, groups, int(o[1]), o[5])
      y = torch.dropout(self.linear(y, p[at + 2], p[at + 3]), dropout, train)
      x = self.norm(torch.add(x, y), p[at + 4], p[at + 5], eps)
      y = self.activate(self.linear(x, p[at + 6], p[at + 7]), int(o[2]))
      y = torch.dropout(self.linear(y, p[at + 8], p[at + 9]), dropout, train)
      x = self.norm(torch.add(x, y), p[at + 10], p[at + 11], eps)
      at = at + 12
    return x

  # Logits [sequences, labels] in float32. first: where each sequence begins.
  def classify(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, first: Tensor, p: List[Tensor], o: List[float]) -> Tensor:
    x = torch.to(torch.index_select(self.encode(ids, positions, groups, p, o), 0, first), 6)
    at = 5 + 12 * int(o[0])
    x = torch.dropout(x, o[9], o[9] > 0.)
    x = torch.tanh(torch.linear(x, p[at], p[at + 1]))
    x = torch.dropout(x, o[6], o[6] > 0.)
    return torch.linear(x, p[at + 2], p[at + 3])

  def logits(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, first: Tensor, p: List[Tensor], options: Tensor) -> Tensor:
    return self.classify(ids, positions, groups, first, p, annotate(List[float], options.tolist()))

  # The loss of a part of a batch. targets [sequences, labels]: how much of each label, times the weight of the label and of the example,
  # smoothed already; the divisor belongs to the whole batch.
  def classifier_loss(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, first: Tensor, targets: Tensor, p: List[Tensor], options: Tensor) -> Tensor:
    o = annotate(List[float], options.tolist())
    logits = self.classify(ids, positions, groups, first, p, o)
    return torch.div(torch.neg(torch.sum(torch.mul(torch.log_softmax(logits, 1), targets))), o[8])

  # Logits [places, vocabulary] in float32 of a masked language model. places: the tokens to predict.
  def predict(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, places: Tensor, p: List[Tensor], o: List[float]) -> Tensor:
    x = torch.index_select(self.encode(ids, positions, groups, p, o), 0, places)
    at = 5 + 12 * int(o[0])
    x = self.activate(self.linear(x, p[at], p[at + 1]), int(o[10]))
    x = self.norm(x, p[at + 2], p[at + 3], o[3])
    return torch.to(self.linear(x, p[0], p[at + 4]), 6)

  # The loss of a masked language model. targets: what the tokens to predict are.
  def masked_loss(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, places: Tensor, targets: Tensor, p: List[Tensor], options: Tensor) -> Tensor:
    o = annotate(List[float], options.tolist())
    logits = self.predict(ids, positions, groups, places, p, o)
    return torch.div(torch.cross_entropy_loss(logits, targets, None, 2), o[8])

  # The sum of the losses and the number of right predictions.
  def masked_scores(self: __torch__.Ops, ids: Tensor, positions: Tensor, groups: Tensor, places: Tensor, targets: Tensor, p: List[Tensor], options: Tensor) -> Tensor:
    logits = self.predict(ids, positions, groups, places, p, annotate(List[float], options.tolist()))
    loss = torch.cross_entropy_loss(logits, targets, None, 2)
    right = torch.to(torch.sum(torch.eq(torch.argmax(logits, 1), targets)), 6)
    return torch.stack([loss, right])

  def copy(self: __torch__.Ops, to: List[Tensor], values: List[Tensor]) -> NoneType:
    torch._foreach_copy_(to, values)
    return None

  def zero(self: __torch__.Ops, gradients: List[Tensor]) -> NoneType:
    torch._foreach_zero_(gradients)
    return None

  # The norm of all gradients together, after which none is longer than the limit allows.
  def clip(self: __torch__.Ops, gradients: List[Tensor], limit: float) -> Tensor:
    norm = torch.norm(torch.stack(torch._foreach_norm(gradients)))
    torch._foreach_mul_(gradients, torch.clamp_max(torch.div(limit, torch.add(norm, 1e-6)), 1.))
    return norm

  def adamw(self: __torch__.Ops, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, eps: float) -> NoneType:
    none = annotate(List[Tensor], [])
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(parameters, gradients, means, squares, none, steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
    return None
