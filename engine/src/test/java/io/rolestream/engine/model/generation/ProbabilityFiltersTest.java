package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Top-k and top-p in {@code sampling.py}, for probabilities that are equal. */
class ProbabilityFiltersTest {
    private static final float[] LIKELIEST_LAST = {0.125f, 0.25f, 0.125f, 0.5f};
    private static final float[] EVEN = {0.25f, 0.25f, 0.25f, 0.25f};

    private static Script script;
    private static PtNDManager manager;

    @BeforeAll
    static void open() {
        Torch.prepareThread(1);
        manager = Torch.newManager();
        script = Script.of("sampling", """
                class Ops(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """ + Script.source(GeneratorScript.class, "sampling"));
    }

    @AfterAll
    static void close() {
        script.close();
        manager.close();
    }

    private static int[] topK(float[] probabilities, int count) {
        PtNDArray p = GeneratorScript.floats(manager, probabilities, 1, probabilities.length);
        PtNDArray counts = (PtNDArray) manager.create(new long[] {count}, new Shape(1, 1));
        return kept("top_k", Arguments.of().tensor(p).tensor(p).tensor(counts));
    }

    private static int[] topP(float[] probabilities, float share) {
        PtNDArray p = GeneratorScript.floats(manager, probabilities, 1, probabilities.length);
        return kept(
                "top_p", Arguments.of().tensor(p).tensor(GeneratorScript.floats(manager, new float[] {share}, 1, 1)));
    }

    private static int[] kept(String function, Arguments arguments) {
        float[] filtered = script.tensor(manager, function, arguments).toFloatArray();
        return IntStream.range(0, filtered.length).filter(i -> filtered[i] > 0).toArray();
    }

    @Test
    void shouldKeepAllThatAreAsLikelyAsTheLast() {
        assertThat(topK(LIKELIEST_LAST, 0)).containsExactly(0, 1, 2, 3);
        assertThat(topK(LIKELIEST_LAST, 2)).containsExactly(1, 3);
        assertThat(topK(LIKELIEST_LAST, 3)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldKeepTokensWhileThoseBeforeHaveLessThanTopP() {
        assertThat(topP(LIKELIEST_LAST, 1)).containsExactly(0, 1, 2, 3);
        assertThat(topP(LIKELIEST_LAST, 0.01f)).containsExactly(3);
        assertThat(topP(LIKELIEST_LAST, 0.5f)).containsExactly(3);
        assertThat(topP(LIKELIEST_LAST, 0.51f)).containsExactly(1, 3);
        assertThat(topP(LIKELIEST_LAST, 0.75f)).containsExactly(1, 3);
        assertThat(topP(LIKELIEST_LAST, 0.8f)).containsExactly(0, 1, 3);
        assertThat(topP(EVEN, 0.5f)).containsExactly(0, 1);
    }

    /** More than are looked at first. */
    @Test
    void shouldKeepManyTokens() {
        float[] flat = new float[1000];
        Arrays.fill(flat, 1f / 1024);
        assertThat(topP(flat, 0.9f)).hasSize(900).doesNotContain(999);
    }
}
