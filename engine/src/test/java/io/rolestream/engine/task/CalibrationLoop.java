package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.torch.ExitingProcess;
import io.rolestream.engine.torch.ProcessEndsException;
import java.nio.file.Path;
import java.util.Objects;

/** Opens the compact base again and again, each time with a calibration, which takes seconds. A process of its own. */
final class CalibrationLoop {
    private CalibrationLoop() {}

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(
                Objects.requireNonNull(TextEmbedder.class.getResource("/io/rolestream/engine/base/compact/config.json"))
                        .toURI());
        CheckpointDirectory checkpoint = CheckpointDirectory.open(Objects.requireNonNull(config.getParent()));
        InferenceOptions options = InferenceOptions.defaults().withThreads(4, 1);
        while (true) {
            System.out.println(ExitingProcess.BEGUN);
            try {
                TextEmbedder.open(checkpoint, options, new EmbeddingOptions(Pooling.MEAN, true))
                        .close();
            } catch (ProcessEndsException e) {
                System.out.println("refused");
                return;
            }
        }
    }
}
