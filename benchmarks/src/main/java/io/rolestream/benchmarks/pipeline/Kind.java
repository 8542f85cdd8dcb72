package io.rolestream.benchmarks.pipeline;

import io.rolestream.events.Resume;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What resumes look like. Lengths vary by two fifths around the mean. */
enum Kind {
    /** A list of skills, which is what is judged, and the resume's text: about 2,000 bytes. */
    BOTH(330, 1_600),
    /** The list of skills alone: about 400 bytes. */
    SKILLS(330, 0),
    /** A text of about 2,000 bytes alone, all of which is judged. */
    TEXT(0, 1_930);

    private static final Instant SUBMITTED = Instant.parse("2026-01-05T08:00:00Z");

    private final int skillsChars;
    private final int textChars;

    Kind(int skillsChars, int textChars) {
        this.skillsChars = skillsChars;
        this.textChars = textChars;
    }

    Resume resume(String id, Random random) {
        double length = 0.6 + 0.8 * random.nextDouble();
        return Resume.newBuilder()
                .setResumeId(id)
                .setSkills(skillsChars == 0 ? null : BenchmarkTexts.skills(random, (int) (length * skillsChars)))
                .setText(textChars == 0 ? null : BenchmarkTexts.prose(random, (int) (length * textChars)))
                .setYearsOfExperience(4.5f)
                .setCompanies(List.of("Acme Systems"))
                .setSubmittedAt(SUBMITTED)
                .setSource("benchmark")
                .build();
    }

    /** What the rules and the model judge. */
    static String judged(Resume resume) {
        return resume.getSkills() == null ? resume.getText() : resume.getSkills();
    }

    /** The kind with this name in lower case. */
    static Kind named(String name) {
        for (Kind kind : values()) {
            if (kind.toString().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of resumes " + name + "; there are both, skills and text");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
