package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A decoder with adapters that PEFT saved computes what PEFT computes; {@code tools/adapter_golden.py}. */
class AdapterParityTest {
    @Test
    void shouldMergeAdaptersWhenTheyAreLoaded() throws IOException {
        try (GeneratorHarness adapted = GeneratorHarness.open("llama3-adapter");
                GeneratorHarness base = GeneratorHarness.open("llama3")) {
            GenerationGolden golden = adapted.golden();
            for (int i = 0; i < golden.prompts().size(); i++) {
                float[] logits = adapted.firstLogits(golden.prompts().get(i));
                assertThat(logits).containsExactly(golden.first().get(i), offset(1e-4f));
                assertThat(logits)
                        .isNotEqualTo(base.firstLogits(golden.prompts().get(i)));
            }
        }
    }
}
