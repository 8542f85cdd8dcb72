package io.rolestream.trainer.labelling;

/**
 * A text and the role that a person gave it.
 *
 * @param role index in the taxonomy
 */
public record AnsweredText(String text, int role) {
    /** Leaves out the text: it is personal. */
    @Override
    public String toString() {
        return "AnsweredText[chars=%d, role=%d]".formatted(text.length(), role);
    }
}
