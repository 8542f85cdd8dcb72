package io.rolestream.trainer.generation;

/**
 * A resume, and the description of a job that suits it.
 *
 * @param resume not blank
 * @param title of the job; empty if the description has none, or is not told apart from it
 * @param body the description without the title, not blank
 */
public record GeneratorPair(String resume, String title, String body) {
    public GeneratorPair {
        if (resume.isBlank() || body.isBlank()) {
            throw new IllegalArgumentException("a pair needs a resume and a description");
        }
    }

    /** A pair whose description has no title of its own. */
    public GeneratorPair(String resume, String description) {
        this(resume, "", description);
    }

    /** The text to learn: the title if there is one, a blank line and the body. */
    public String description() {
        return title.isEmpty() ? body : title + "\n\n" + body;
    }
}
