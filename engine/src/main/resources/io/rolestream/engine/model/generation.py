# Generating and scoring text, for all families.
#
# cache       keys and values of decoded tokens, of each layer in turn [rows, heads, room, width]
# memory      keys and values of the prompts' tokens, likewise [prompts, heads, longest, width]
# mask        0 where a prompt has a token, else a large negative number [prompts, 1, 1, longest]; empty if all are equally long
# rows        what the decoder computes at once: as many for each prompt, one prompt after the other
# ids         tokens to decode [rows, length]
# past        the number of tokens that were decoded before
# began       how many of these each row came after [rows]; empty if no row came late

  # Room for keys and values of so many layers.
  def room(self: __torch__.Ops, like: Tensor, layers: int, rows: int, heads: int, length: int, width: int) -> List[Tensor]:
    arrays = annotate(List[Tensor], [])
    for i in range(2 * layers):
      arrays.append(torch.zeros([rows, heads, length, width], dtype=DTYPE, device=like.device))
    return arrays

  # Some rows of an array of keys or values, from a place on, and then the rows of another: [kept + added, heads, length, width].
  def joined(self: __torch__.Ops, array: Tensor, kept: Tensor, start: int, added: Tensor, length: int) -> Tensor:
    n = kept.size(0)
    y = torch.zeros([n + added.size(0), array.size(1), length, array.size(3)], dtype=array.dtype, device=array.device)
    size = array.size(2) - start
    if size > length:
      size = length
    torch.copy_(torch.narrow(torch.narrow(y, 0, 0, n), 2, 0, size), torch.index_select(torch.narrow(array, 2, start, size), 0, kept))
    torch.copy_(torch.narrow(torch.narrow(y, 0, n, added.size(0)), 2, 0, added.size(2)), added)
    return y

  def masked(self: __torch__.Ops, mask: Tensor) -> Optional[Tensor]:
    result = annotate(Optional[Tensor], None)
    if mask.numel() > 0:
      result = torch.to(mask, DTYPE)
    return result

  # What hides from rows that came late the tokens before them [rows, 1, 1, seen]; began is not empty.
  def earlier(self: __torch__.Ops, began: Tensor, seen: int) -> Tensor:
    early = torch.lt(torch.arange(seen, device=began.device), torch.unsqueeze(began, 1))
    return torch.view(torch.mul(torch.to(early, DTYPE), -60000.), [began.size(0), 1, 1, seen])

  # Attention of a single query to many keys, for which the fused one is slow. q [rows, heads, 1, width]
  def single_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, bias: Optional[Tensor], scale: float) -> Tensor:
    scores = torch.matmul(torch.mul(q, scale), torch.transpose(keys, 2, 3))
    if bias is not None:
      scores = torch.add(scores, bias)
    return torch.matmul(torch.softmax(scores, 3), values)

  # Logits of the token after the last [rows, vocabulary], in float32.
  def next_logits(self: __torch__.Ops, ids: Tensor, past: int, began: Tensor, cache: List[Tensor], memory: List[Tensor], mask: Tensor, tables: List[Tensor], w: WEIGHTS) -> Tensor:
    x = self.decode(ids, past, began, cache, memory, self.masked(mask), tables, w)
    last = torch.select(torch.view(x, [ids.size(0), ids.size(1), -1]), 1, ids.size(1) - 1)
    return torch.to(self.head(last, w), 6)

  # Tokens, one after another, until all rows have had one of the ends or there are so many: [rows, tokens], -1 where logits are not finite;
  # and the log-probability of each in the model's own distribution [rows, tokens]. What follows a row's end has no meaning.
  #
  # numbers     a random number for each token [rows, most]; empty if all rows take the most likely tokens
  # sampling    of each row as in sampled [rows, 3]; a top-k of 1 takes the most likely token
  # texts       what rows can become, from the first of these tokens on, as in allowed [rows, texts, most]; empty if anything
  # restricted  for each token, 1 if texts restrict it in any row, else 0
  def chosen(self: __torch__.Ops, ids: Tensor, past: int, began: Tensor, most: int, ends: Tensor, numbers: Tensor, sampling: Tensor, texts: Tensor, restricted: List[int], cache: List[Tensor], memory: List[Tensor], mask: Tensor, tables: List[Tensor], w: WEIGHTS) -> List[Tensor]:
    tokens = annotate(List[Tensor], [])
    sums = annotate(List[Tensor], [])
    gaps = annotate(List[Tensor], [])
    ended = torch.zeros([ids.size(0)], dtype=11, device=ids.device)
    alive = torch.zeros([0], dtype=11, device=ids.device)
    drawing = numbers.numel() > 0
    free = texts.numel() == 0
    if not free:
      texts = torch.to(texts, 4)
      alive = torch.ne(torch.select(texts, 2, 0), -1)
    going = True
    while going:
      logits = self.next_logits(ids, past, began, cache, memory, mask, tables, w)
      past = past + ids.size(1)
      at = len(tokens)
      top, best, = torch.max(logits, 1)
      open = logits
      if restricted[at] == 1:
        open = self.allowed(logits, alive, torch.select(texts, 2, at))
        best = torch.argmax(open, 1)
      if drawing:
        drawn = self.sampled(open, sampling, torch.narrow(numbers, 1, at, 1))
        best = torch.where(torch.eq(torch.select(sampling, 1, 1), 1.), best, drawn)
      if restricted[at] == 1:
        expected = torch.select(texts, 2, at)
        alive = torch.logical_and(alive, torch.logical_or(torch.eq(expected, -2), torch.eq(expected, torch.unsqueeze(best, 1))))
      if drawing or not free:
        gaps.append(torch.sub(torch.squeeze(torch.gather(logits, 1, torch.unsqueeze(best, 1)), 1), top))
      ended = torch.logical_or(ended, torch.any(torch.eq(torch.unsqueeze(best, 1), ends), 1))
      tokens.append(torch.where(torch.isfinite(top), best, torch.full_like(best, -1)))
      sums.append(torch.sum(torch.exp_(torch.sub(logits, torch.unsqueeze(top, 1))), [1]))
      ids = torch.unsqueeze(best, 1)
      going = len(tokens) < most
      if going:
        going = not bool(torch.all(ended))
    logs = torch.neg(torch.log(torch.stack(sums, 1)))
    if len(gaps) > 0:
      logs = torch.add(logs, torch.stack(gaps, 1))
    return [torch.stack(tokens, 1), logs]

  # The log-probability of each row's targets [rows]; ids are the targets one place later, behind the start, and targets are -100 beyond
  # the row's end. Logits are computed for some tokens at a time.
  def likelihoods(self: __torch__.Ops, ids: Tensor, targets: Tensor, cache: List[Tensor], memory: List[Tensor], mask: Tensor, tables: List[Tensor], w: WEIGHTS) -> Tensor:
    x = self.decode(ids, 0, torch.zeros([0], dtype=3, device=ids.device), cache, memory, self.masked(mask), tables, w)
    flat = torch.to(torch.reshape(targets, [-1]), 4)
    losses = annotate(List[Tensor], [])
    at = 0
    while at < x.size(0):
      n = 256
      if at + n > x.size(0):
        n = x.size(0) - at
      logits = torch.to(self.head(torch.narrow(x, 0, at, n), w), 6)
      losses.append(torch.cross_entropy_loss(logits, torch.narrow(flat, 0, at, n), None, 0, -100))
      at = at + n
    return torch.neg(torch.sum(torch.view(torch.cat(losses), [ids.size(0), ids.size(1)]), [1]))

