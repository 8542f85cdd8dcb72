package io.rolestream.stream.worker;

import io.rolestream.labellers.LabellerSpec;
import org.jspecify.annotations.Nullable;

/** What a worker votes with. */
public sealed interface Voter {
    /** The name on its votes. */
    String labeller();

    /** What follows the name of its consumer group: workers with the same voter share the work. */
    String groupSuffix();

    /**
     * The announced versions of a model.
     *
     * @param model the model, and the name on its votes
     * @param challenger whether it is the challenger, which votes under a name of its own, instead of the champion
     * @param pinned the version to use, whichever is promoted; null follows the stage
     */
    record Announced(
            String model, boolean challenger, @Nullable String pinned) implements Voter {
        @Override
        public String labeller() {
            return model + groupSuffix();
        }

        @Override
        public String groupSuffix() {
            return challenger ? "-" + WorkerConfig.CHALLENGER : "";
        }
    }

    /** One labeller, whatever is announced. */
    record Fixed(LabellerSpec spec, String labeller) implements Voter {
        @Override
        public String groupSuffix() {
            return "-" + labeller;
        }
    }
}
