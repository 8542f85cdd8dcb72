package io.rolestream.system.checks;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of a model's votes on every content. */
public interface ExpectedVotes {
    /** The roles that it voted for, in any of its versions; an empty one where it abstained. */
    Set<Optional<String>> rolesOf(String contentHash);

    /**
     * A model that votes the same on the same content.
     *
     * @param roleOf the role for a content's hash, or null where it abstains
     */
    static ExpectedVotes of(Function<String, @Nullable String> roleOf) {
        return hash -> Set.of(Optional.ofNullable(roleOf.apply(hash)));
    }
}
