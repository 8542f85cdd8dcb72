package io.rolestream.trainer.generation;

/** A resume, and the description of a job that suits it; both are not blank. */
public record DescribedResume(String resume, String description) {
    public DescribedResume {
        if (resume.isBlank() || description.isBlank()) {
            throw new IllegalArgumentException("a pair needs a resume and a description");
        }
    }
}
