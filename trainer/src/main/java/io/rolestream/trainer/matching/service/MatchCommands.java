package io.rolestream.trainer.matching.service;

import io.rolestream.models.announcements.VersionTable;
import java.util.Map;
import java.util.Optional;

/** Commands to train, by the name of the model. For the trainer's main thread. */
public interface MatchCommands {
    /** Who has requested a training that has not begun, in words. */
    Optional<String> askedBy(VersionTable versions, String model);

    /** The commands answered by a training that begins now: those below this offset, by partition. */
    Map<String, Long> answered(String model);

    /** A training that answers commands has finished. */
    void answer(String model, Map<String, Long> offsets);
}
