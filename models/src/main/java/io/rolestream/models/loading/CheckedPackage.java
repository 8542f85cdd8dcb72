package io.rolestream.models.loading;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;

/** Packages a checkpoint directory of any task, after refusing whatever its followers would refuse. */
public final class CheckedPackage {
    private CheckedPackage() {}

    /**
     * Opens the checkpoint, makes its smoke test, and packages it.
     *
     * @param details with the task
     * @param taxonomy the roles that a classifier's labels must equal, unless it carries its own
     * @throws ModelRefusedException if it must not be used for the task
     * @throws IOException if it cannot be read
     */
    public static VersionPackage of(Path directory, VersionDetails details, Taxonomy taxonomy)
            throws ModelRefusedException, IOException, InterruptedException {
        CheckpointDirectory checkpoint = VerifiedVersion.checkpoint(directory);
        if (details.task() == VersionTask.CLASSIFIER) {
            try (LoadedModel loaded = ModelLoader.open(directory, taxonomy, SmokeTest.options())) {
                return VersionPackage.of(
                        checkpoint,
                        details,
                        SmokeTest.of(loaded.classifier(), SmokeTest.INPUTS),
                        loaded.mapping().isSameRoles() ? taxonomy : null);
            }
        }
        try (TestedModel model = VerifiedVersion.opened(
                directory, () -> TestedModel.open(details.task(), checkpoint, SmokeTest.options(), null))) {
            return VersionPackage.of(checkpoint, details, SmokeTest.of(model));
        }
    }
}
