package io.rolestream.models.loading;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.TokenizerException;
import io.rolestream.engine.torch.TorchException;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A version whose files were checked byte for byte, and whose model computes here what it computed for its publisher.
 *
 * @param checkpoint its files; read them before the {@link ModelLoader.Opening} returns
 * @param calibrations remembers which precision was chosen for it
 */
public record VerifiedVersion(Manifest manifest, CheckpointDirectory checkpoint, CalibrationMemory calibrations) {
    public String name() {
        return manifest.details().name();
    }

    public String version() {
        return manifest.details().version();
    }

    /** Where its files are. */
    public Path directory() {
        return checkpoint.path();
    }

    /** Runs the smoke test of a version whose files were checked. */
    static VerifiedVersion tested(
            Path directory, Manifest manifest, InferenceOptions options, CalibrationMemory calibrations)
            throws ModelRefusedException, InterruptedException {
        CheckpointDirectory checkpoint = checkpoint(directory);
        SmokeTest test = SmokeTest.read(directory);
        VersionTask task = manifest.details().task();
        try (TestedModel model = opened(directory, () -> TestedModel.open(task, checkpoint, options, calibrations))) {
            test.check(model, checkpoint, options);
        }
        return new VerifiedVersion(manifest, checkpoint, calibrations);
    }

    /** @throws ModelRefusedException {@link Refusal#TASK} if a manifest is of another task */
    static void requireTask(@Nullable Manifest manifest, VersionTask task) throws ModelRefusedException {
        if (manifest != null && manifest.details().task() != task) {
            throw new ModelRefusedException(
                    Refusal.TASK,
                    manifest.details().location() + " is a model of the task "
                            + manifest.details().task().key() + ", and cannot serve as " + task.key());
        }
    }

    static CheckpointDirectory checkpoint(Path directory) throws ModelRefusedException {
        try {
            return CheckpointDirectory.open(directory);
        } catch (CheckpointException e) {
            throw new ModelRefusedException(Refusal.FORMAT, e);
        }
    }

    /** Opens a model. */
    @FunctionalInterface
    interface ModelOpener<M> {
        M open() throws IOException;
    }

    /** Opens a model, and says why it cannot be used. */
    static <M> M opened(Path directory, ModelOpener<M> opener) throws ModelRefusedException {
        try {
            return opener.open();
        } catch (TorchException e) {
            throw new ModelRefusedException(
                    Refusal.UNLOADABLE, "the model cannot be computed here: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelRefusedException(Refusal.FORMAT, e);
        } catch (TokenizerException e) {
            throw new ModelRefusedException(Refusal.FORMAT, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(Refusal.FORMAT, directory + ": " + e.getMessage(), e);
        }
    }
}
