# Weights in the layouts that linear layers compute with, and single products with them, for benchmarks.
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def reorder(self: __torch__.Ops, weight: Tensor, rows: int) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(weight, rows)

  def to_bf16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  def to_fp16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 5)

  def to_fp32(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  def table(self: __torch__.Ops, shape: List[int], dtype: int) -> Tensor:
    return torch.empty(shape, dtype=dtype)

  # Sets rows from one on, which are converted to the table's type.
  def put(self: __torch__.Ops, table: Tensor, rows: Tensor, first: int) -> NoneType:
    torch.copy_(torch.narrow(table, 0, first, rows.size(0)), rows)
    return None

  def quantize(self: __torch__.Ops, weight: Tensor, bias: Optional[Tensor]) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    scales = self.scales(weight)
    zeros = torch.zeros_like(scales, dtype=4)
    quantized = torch.quantize_per_channel(weight, scales, zeros, 0, 12)
    return ops.quantized.linear_prepack(quantized, bias)

  # The scale of each output of a weight.
  def scales(self: __torch__.Ops, weight: Tensor) -> Tensor:
    return torch.clamp_min(torch.div(torch.amax(torch.abs(weight), [1]), 127.), 1e-12)

  # A weight in 8-bit integers, in the layout of oneDNN for so many rows of input.
  def reorder_int8(self: __torch__.Ops, weight: Tensor, rows: int) -> Tensor:
    integers = torch.to(torch.round(torch.div(weight, torch.unsqueeze(self.scales(weight), 1))), 1)
    return ops.onednn.qlinear_prepack(integers, [rows, weight.size(1)])

  def quantize_without_bias(self: __torch__.Ops, weight: Tensor) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    return self.quantize(weight, None)

  def packed_product(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

  def int8_product(self: __torch__.Ops, x: Tensor, linears: List[__torch__.torch.classes.quantized.LinearPackedParamsBase]) -> Tensor:
    return ops.quantized.linear_dynamic(x, linears[0], False)
