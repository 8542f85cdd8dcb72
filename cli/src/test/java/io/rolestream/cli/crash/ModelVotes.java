package io.rolestream.cli.crash;

import org.jspecify.annotations.Nullable;

/** What a model is known to vote on every content. */
interface ModelVotes {
    /** The role, or null where the model abstains. */
    @Nullable
    String roleOf(String contentHash);
}
