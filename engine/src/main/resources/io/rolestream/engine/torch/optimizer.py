# What a training does with parameters and gradients, whatever the model.
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

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
