package io.rolestream.trainer.training;

/** The steps that lead from texts to a model, and their settings. */
public record Recipe(int epochs) {
    /** The steps that help, see the table in {@code trainer/README.md}. */
    public static final Recipe DEFAULT = new Recipe(4);
}
