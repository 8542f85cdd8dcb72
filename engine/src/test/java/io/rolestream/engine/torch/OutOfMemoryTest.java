package io.rolestream.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    /** More than any address space holds. */
    private static final long ELEMENTS = 1L << 50;

    @Test
    void shouldKnowThatAnArrayDoesNotFit() {
        try (PtNDManager manager = Torch.newManager()) {
            Throwable failure = catchThrowable(() -> manager.create(new Shape(ELEMENTS), DataType.FLOAT32));
            assertThat(Torch.isOutOfMemory(failure)).as(String.valueOf(failure)).isTrue();
        }
    }

    @Test
    void shouldKnowThatAResultDoesNotFit() {
        String source = """
                class Ops(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def huge(self: __torch__.Ops, x: Tensor) -> Tensor:
                    return torch.repeat(x, [1125899906842624])
                """;
        Torch.prepareThread(1);
        try (PtNDManager manager = Torch.newManager();
                PtNDArray one = (PtNDArray) manager.ones(new Shape(1));
                Script script = Script.of("huge", source)) {
            Throwable failure = catchThrowable(
                    () -> script.tensor(manager, "huge", Arguments.of().tensor(one)));
            assertThat(failure).isInstanceOf(TorchException.class);
            assertThat(Torch.isOutOfMemory(failure)).as(String.valueOf(failure)).isTrue();
        }
    }

    @Test
    void shouldTellOtherFailuresApart() {
        assertThat(Torch.isOutOfMemory(
                        new TorchException("inference.logits: index out of range", new IllegalStateException())))
                .isFalse();
    }
}
