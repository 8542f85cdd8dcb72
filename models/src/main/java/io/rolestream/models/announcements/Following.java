package io.rolestream.models.announcements;

import io.rolestream.events.ModelStage;

/** Which version of a model to use. */
public sealed interface Following {
    /** Whatever version has the stage now. */
    record Stage(ModelStage stage) implements Following {
        /** @throws IllegalArgumentException for a stage whose versions are not used: there are CHAMPION and CHALLENGER */
        public Stage {
            if (stage != ModelStage.CHAMPION && stage != ModelStage.CHALLENGER) {
                throw new IllegalArgumentException("Only CHAMPION and CHALLENGER can be followed, not " + stage);
            }
        }
    }

    /** This version, whatever its stage, unless it was rejected. */
    record Pinned(String version) implements Following {}
}
