package io.rolestream.trainer.matching.run;

import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.trainer.run.Publication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a matcher or a reward model that passed the gate: champion, or challenger if it passed only weakly, or
 * the present champion is not the one that it had to beat.
 *
 * @param compared the version that it was compared with; null if there was none, or it could not be loaded
 */
public record MatchStages(@Nullable String compared) implements Publication.Staging {
    @Override
    public ModelVersion staged(ModelVersion version, Optional<ModelVersion> champion) {
        Optional<String> other =
                champion.map(ModelVersion::getVersion).filter(name -> !name.equals(version.getVersion()));
        if (other.isPresent() && !other.get().equals(compared)) {
            return Publication.Staging.challenger(
                    version, "It was not compared with the champion " + other.get() + ".");
        }
        if (AnnouncedVerdict.of(version).kind() == VerdictKind.PASSED_WEAKLY) {
            return Publication.Staging.challenger(version, "It passed only weakly.");
        }
        return ModelVersion.newBuilder(version).setStage(ModelStage.CHAMPION).build();
    }
}
