package io.rolestream.models.announcements;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import java.util.Optional;

/** Which version of a model to use. */
public sealed interface Following {
    /** The version to use, if there is one. */
    Optional<ModelVersion> in(VersionTable table, String model);

    /** The version that has the stage now. */
    record Stage(ModelStage stage) implements Following {
        /** @throws IllegalArgumentException for another stage than CHAMPION and CHALLENGER */
        public Stage {
            if (stage != ModelStage.CHAMPION && stage != ModelStage.CHALLENGER) {
                throw new IllegalArgumentException("Only CHAMPION and CHALLENGER can be followed, not " + stage);
            }
        }

        @Override
        public Optional<ModelVersion> in(VersionTable table, String model) {
            return stage == ModelStage.CHAMPION ? table.champion(model) : table.challenger(model);
        }
    }

    /** This version, whatever its stage, unless it was rejected. */
    record Pinned(String version) implements Following {
        @Override
        public Optional<ModelVersion> in(VersionTable table, String model) {
            return table.version(model, version).filter(pinned -> pinned.getStage() != ModelStage.REJECTED);
        }
    }
}
