package io.rolestream.engine.model.t5;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The buckets of relative positions are those of transformers, for every distance up to 2,000 in both directions. */
class T5BucketsTest {
    private static final int LONGEST = 2000;

    /** Runs of the same bucket for distances from -2000 to 2000. */
    record Golden(List<int[]> encoder, List<int[]> decoder) {}

    @Test
    void shouldPutEveryDistanceIntoTheBucketOfTransformers() throws IOException {
        Golden golden = new ObjectMapper()
                .readValue(GenerationGolden.RESOURCES.resolve("buckets.json").toFile(), Golden.class);
        String all = source();
        try (Script script = Script.of("buckets", all);
                PtNDManager manager = Torch.newManager()) {
            List<PtNDArray> tables =
                    script.tensors(manager, "tables", Arguments.of().integer(LONGEST + 1));
            long[] both = tables.get(0).toLongArray();
            long[] back = tables.get(1).toLongArray();
            assertThat(both).isEqualTo(expanded(golden.encoder()));
            long[] decoder = expanded(golden.decoder());
            for (int distance = 0; distance <= LONGEST; distance++) {
                assertThat(back[distance]).as("%d back", distance).isEqualTo(decoder[LONGEST - distance]);
                assertThat(decoder[LONGEST + distance]).isZero(); // later keys are never seen
            }
        }
    }

    private static long[] expanded(List<int[]> runs) {
        return runs.stream()
                .flatMapToLong(run -> LongStream.generate(() -> run[0]).limit(run[1]))
                .toArray();
    }

    /** The functions of buckets alone, with the constants of a real configuration. */
    private static String source() {
        Map<String, Object> constants = new T5()
                .generatorConstants(ModelConfig.of(Map.of(
                        "model_type",
                        "t5",
                        "vocab_size",
                        10,
                        "d_model",
                        8,
                        "d_kv",
                        4,
                        "d_ff",
                        8,
                        "num_layers",
                        1,
                        "num_heads",
                        2)));
        String encoder = Script.source(T5.class, "encoder");
        String functions = encoder.substring(
                encoder.indexOf("  def buckets"), encoder.indexOf("  # What each head adds to its scores"));
        for (String name : List.of("BUCKETS", "LOG_BOTH", "LOG_PAST")) {
            functions = functions.replace(name, String.valueOf(constants.get(name)));
        }
        return "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + functions.replaceAll("(?m)^\\s*#.*\\n", "");
    }
}
