package io.rolestream.engine.training.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A decoder of two layers with new parameters, large enough that its tokens are not all equally likely. */
public final class SmallDecoder {
    public static final int END = 2;
    private static final int FIRST = 10;
    private static final int BEYOND = 300;

    private SmallDecoder() {}

    /** @param directory must not exist */
    public static CheckpointDirectory write(Path directory, boolean tied, long seed) throws IOException {
        CheckpointDirectory like = GenerationGolden.checkpoint("smollm2");
        Path file = like.path().resolve(ModelConfig.FILE);
        ObjectNode keys = JsonFiles.read(file, ModelConfig.MAX_BYTES);
        keys.put("num_hidden_layers", 2).put("tie_word_embeddings", tied).put("initializer_range", 0.3);
        ModelConfig config = ModelConfig.of(values(keys));
        try (Parameters parameters = Parameters.initialize(config, Head.LANGUAGE_MODEL, seed)) {
            return CheckpointDirectory.save(directory, config, like.tokenizer(), parameters.tensors(DType.F32));
        }
    }

    private static Map<String, Object> values(ObjectNode keys) {
        Map<String, Object> values = new LinkedHashMap<>();
        keys.fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue()));
        return values;
    }

    /** Random prompts with random answers of 1 to 7 tokens. */
    public static List<AnsweredPrompt> examples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AnsweredPrompt> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(new AnsweredPrompt(tokens(random, 9), tokens(random, 7)));
        }
        return examples;
    }

    /** From 1 to so many tokens. */
    public static int[] tokens(SplittableRandom random, int most) {
        return random.ints(random.nextInt(1, most + 1), FIRST, BEYOND).toArray();
    }
}
