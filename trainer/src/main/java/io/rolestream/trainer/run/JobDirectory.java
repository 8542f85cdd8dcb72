package io.rolestream.trainer.run;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the running training: its job, its frozen texts, and the procedure's work directory. A training
 * exists if its job file exists, which is written last and deleted first.
 */
public final class JobDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(JobDirectory.class);
    private static final int MAX_BYTES = 16 << 20;

    private final Path directory;

    /** @param dataDirectory of the model that is trained */
    public JobDirectory(Path dataDirectory) {
        this.directory = dataDirectory.resolve("training");
    }

    private Path jobFile() {
        return directory.resolve("job.json");
    }

    /** Where a training may keep what it begins with. */
    public Path directory() {
        return directory;
    }

    public Path texts() {
        return directory.resolve("texts.jsonl.gz");
    }

    public Path work() {
        return directory.resolve("work");
    }

    /** Creates an empty directory for the next training's texts. */
    public void prepare() throws IOException {
        drop();
        Files.createDirectories(directory);
    }

    public void begin(TrainingJob job) throws IOException {
        JsonFiles.replace(jobFile(), job.json());
    }

    /** The unfinished training, if any; incomplete files are removed. */
    public Optional<TrainingJob> current() throws IOException {
        if (!Files.exists(jobFile())) {
            drop();
            return Optional.empty();
        }
        try {
            return Optional.of(TrainingJob.of(JsonFiles.read(jobFile(), MAX_BYTES)));
        } catch (FileException | IllegalArgumentException e) {
            LOG.warn("cannot continue the training in {}: {}", directory, e.toString());
            drop();
            return Optional.empty();
        }
    }

    public void drop() throws IOException {
        Files.deleteIfExists(jobFile());
        Replacement.delete(directory);
    }
}
