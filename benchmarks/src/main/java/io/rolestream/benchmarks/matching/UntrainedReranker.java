package io.rolestream.benchmarks.matching;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.safetensors.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** An encoder with an untrained head of one label, which costs what a trained re-ranker of its size does. */
final class UntrainedReranker {
    private static final String PREFIX = "rolestream-benchmark-reranker";

    private UntrainedReranker() {}

    /** @return a new directory, for {@link #delete} */
    static Path save(Path encoder) throws IOException {
        CheckpointDirectory base = CheckpointDirectory.open(encoder);
        ModelConfig config = base.config().withLabels(List.of("score"));
        Path directory = Files.createTempDirectory(PREFIX);
        try (Parameters parameters = Parameters.load(base, config, Head.CLASSIFIER, 1)) {
            CheckpointDirectory.save(
                    directory.resolve("reranker"), config, base.tokenizer(), parameters.tensors(DType.F32));
        }
        return directory.resolve("reranker");
    }

    static void delete(Path saved) throws IOException {
        Replacement.delete(Objects.requireNonNull(saved.getParent()));
    }
}
