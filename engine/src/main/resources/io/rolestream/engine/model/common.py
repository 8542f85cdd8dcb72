# What the forward passes of all families share. Sequences are packed: their tokens lie one after the other, without padding. ModelScript
# says how the source of a model is put together, and what @names and CONSTANTS become.
#
# tokens      the number of all tokens
# x           hidden states [tokens, hidden]
# counts      how many sequences each group has; the sequences of a group follow one another and have the same length
# lengths     the number of tokens of each sequence of a group
# first       the token of each sequence that is read, by default the first [sequences]
# types       the token types [tokens], or [1] with 0 where all tokens are of the first
# w           the weights that @names stand for
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def activate(self: __torch__.Ops, x: Tensor, activation: str) -> Tensor:
    if activation == "relu":
      y = torch.relu(x)
    elif activation == "gelu_new":
      y = torch.gelu(x, approximate="tanh")
    elif activation == "silu":
      y = torch.silu(x)
    else:
      y = torch.gelu(x)
    return y

  # qkv: queries, keys and values beside each other [tokens, 3 * hidden]
  def attention(self: __torch__.Ops, qkv: Tensor, counts: List[int], lengths: List[int], heads: int, dropout: float) -> Tensor:
    width = torch.floordiv(qkv.size(1), 3 * heads)
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(qkv, 0, start, n * length), [n, length, 3, heads, width]), [2, 0, 3, 1, 4])
      y = torch.scaled_dot_product_attention(torch.select(group, 0, 0), torch.select(group, 0, 1), torch.select(group, 0, 2), None, dropout)
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n * length, heads * width]))
      start = start + n * length
    return torch.cat(outputs)

  # As attention, for one token of each sequence, without dropout. q [sequences, hidden], kv [tokens, 2 * hidden]
  def first_attention(self: __torch__.Ops, q: Tensor, kv: Tensor, counts: List[int], lengths: List[int], heads: int) -> Tensor:
    width = torch.floordiv(q.size(1), heads)
    outputs = annotate(List[Tensor], [])
    start = 0
    sequence = 0
    for i in range(len(counts)):
      n = counts[i]
      length = lengths[i]
      group = torch.permute(torch.view(torch.narrow(kv, 0, start, n * length), [n, length, 2, heads, width]), [2, 0, 3, 1, 4])
      query = torch.transpose(torch.view(torch.narrow(q, 0, sequence, n), [n, 1, heads, width]), 1, 2)
      y = torch.scaled_dot_product_attention(query, torch.select(group, 0, 0), torch.select(group, 0, 1))
      outputs.append(torch.reshape(torch.transpose(y, 1, 2), [n, heads * width]))
      start = start + n * length
      sequence = sequence + n
    return torch.cat(outputs)

  # The mean of each sequence's tokens [sequences, hidden], in float32.
  def mean(self: __torch__.Ops, x: Tensor, counts: List[int], lengths: List[int]) -> Tensor:
    outputs = annotate(List[Tensor], [])
    start = 0
    for i in range(len(counts)):
      n = counts[i]
      group = torch.view(torch.narrow(x, 0, start, n * lengths[i]), [n, lengths[i], x.size(1)])
      outputs.append(torch.mean(torch.to(group, 6), [1]))
      start = start + n * lengths[i]
    return torch.cat(outputs)
