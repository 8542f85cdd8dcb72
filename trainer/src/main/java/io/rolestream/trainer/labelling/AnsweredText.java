package io.rolestream.trainer.labelling;

/**
 * A text and the role in a person's answer.
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
