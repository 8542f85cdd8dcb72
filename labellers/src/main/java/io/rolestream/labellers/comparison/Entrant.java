package io.rolestream.labellers.comparison;

import io.rolestream.labellers.Labeller;

/**
 * A labeller to run.
 *
 * @param name in reports, different from all others
 * @param opening opens it; whatever it throws is the reason why the labeller has no answers
 */
public record Entrant(String name, Opening opening) {
    /** Opens a labeller, which the caller closes. */
    @FunctionalInterface
    public interface Opening {
        Labeller open() throws Exception;
    }
}
