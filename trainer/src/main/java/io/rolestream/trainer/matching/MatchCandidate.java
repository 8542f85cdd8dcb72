package io.rolestream.trainer.matching;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import java.io.IOException;

/**
 * A trained, measured and judged matcher or reward model before its publication.
 *
 * @param checkpoint with its model card
 * @param smokeTest what it computes in fp32
 */
public record MatchCandidate(
        CheckpointDirectory checkpoint, VersionDetails details, SmokeTest smokeTest, MatchVerdict verdict) {
    /** @throws IOException if a file cannot be read */
    public VersionPackage packaged() throws IOException {
        return VersionPackage.of(checkpoint, details, smokeTest);
    }
}
