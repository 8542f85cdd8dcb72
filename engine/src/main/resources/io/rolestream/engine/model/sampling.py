# Restricting and drawing the next token of each row, for all families. logits and probabilities p [rows, vocabulary]

  # The logits of the tokens that continue one of the texts which a row can still become, and -inf for all others. A row that
  # has ended, and continues none, is not restricted.
  # alive [rows, texts]; expected [rows, texts]: the next token of each, -1 for none and -2 for any
  def allowed(self: __torch__.Ops, logits: Tensor, alive: Tensor, expected: Tensor) -> Tensor:
    size = logits.size(1)
    named = torch.where(torch.logical_and(alive, torch.ge(expected, 0)), expected, torch.full_like(expected, size))
    continuing = torch.zeros([logits.size(0), size + 1], dtype=11, device=logits.device)
    continuing = torch.narrow(torch.scatter(continuing, 1, named, True), 1, 0, size)
    free = torch.any(torch.logical_and(alive, torch.eq(expected, -2)), 1, True)
    free = torch.logical_or(free, torch.logical_not(torch.any(continuing, 1, True)))
    return torch.where(torch.logical_or(continuing, free), logits, torch.full_like(logits, -inf))

  # Probabilities, with 0 for all but the most likely tokens of each row and those as likely as the last of them. count [rows, 1], 0 for all
  def top_k(self: __torch__.Ops, p: Tensor, logits: Tensor, count: Tensor) -> Tensor:
    most = int(torch.max(count))
    if most > 0:
      best, places, = torch.topk(logits, most, 1, True, True)
      least = torch.gather(best, 1, torch.clamp(torch.sub(count, 1), 0))
      p = torch.where(torch.logical_or(torch.eq(count, 0), torch.ge(logits, least)), p, torch.zeros_like(p))
    return p

  # Probabilities, with 0 for tokens before which, in descending order, come as much as a share of the sum. Of equal ones, the first in the
  # vocabulary come first. share [rows, 1], 1 for all
  def top_p(self: __torch__.Ops, p: Tensor, share: Tensor) -> Tensor:
    if bool(torch.any(torch.lt(share, 1.))):
      whole = torch.ge(share, 1.)
      wanted = torch.mul(torch.to(share, 7), torch.sum(p, [1], True, dtype=7))
      needed = torch.where(whole, torch.zeros_like(wanted), wanted)
      n = 64
      if n > p.size(1):
        n = p.size(1)
      best, places, = torch.topk(p, n, 1, True, True)
      sums = torch.cumsum(best, 1, dtype=7)
      while n < p.size(1) and not bool(torch.all(torch.ge(torch.narrow(sums, 1, n - 1, 1), needed))):
        n = 8 * n
        if n > p.size(1):
          n = p.size(1)
        best, places, = torch.topk(p, n, 1, True, True)
        sums = torch.cumsum(best, 1, dtype=7)
      inside = torch.lt(torch.sub(sums, best), wanted)
      least = torch.gather(best, 1, torch.clamp(torch.sub(torch.sum(inside, [1], True), 1), 0))
      ties = torch.sum(torch.logical_and(inside, torch.eq(best, least)), [1], True)
      same = torch.eq(p, least)
      first = torch.logical_and(same, torch.le(torch.cumsum(same, 1), ties))
      kept = torch.logical_or(whole, torch.logical_or(torch.gt(p, least), first))
      p = torch.where(kept, p, torch.zeros_like(p))
    return p

  # A token of each row: the inverse of the distribution function at number, over the tokens that are left, in the order of the vocabulary.
  # A row's token does not depend on the other rows. sampling [rows, 3]: temperature, top-k, top-p; number [rows, 1] from 0 to below 1
  def sampled(self: __torch__.Ops, logits: Tensor, sampling: Tensor, number: Tensor) -> Tensor:
    below = torch.sub(logits, torch.amax(logits, [1], True))
    scaled = torch.div(below, torch.narrow(sampling, 1, 0, 1))
    p = self.top_k(torch.softmax(scaled, 1), scaled, torch.to(torch.narrow(sampling, 1, 1, 1), 4))
    p = self.top_p(p, torch.narrow(sampling, 1, 2, 1))
    sums = torch.cumsum(p, 1, dtype=7)
    reached = torch.mul(torch.narrow(sums, 1, p.size(1) - 1, 1), number)
    return torch.clamp(torch.sum(torch.le(sums, reached), [1]), 0, p.size(1) - 1)

