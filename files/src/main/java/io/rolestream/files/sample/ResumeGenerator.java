package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.RoleVocabulary;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.files.sample.words.Weighted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates resumes with a known true role. A role is drawn first, then a person in it, then what that person would
 * write, so the truth does not depend on any rule: some list more skills of a former role than of their own, some list
 * what everybody lists, titles mislead. Keyword rules get most of them right, but not all.
 *
 * <p>A resume depends only on the seed, its number and the options, on every Java version. Thread-safe.
 */
public final class ResumeGenerator {

    private static final Instant FIRST_SUBMITTED = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration BETWEEN_SUBMISSIONS = Duration.ofSeconds(7);
    private static final int MOST_COMPANIES = 4;
    private static final double YEARS_PER_COMPANY = 3.5;

    private final long seed;
    private final GeneratorOptions options;
    private final Vocabulary vocabulary;
    private final Weighted<RoleVocabulary> roles;
    private final SkillPicker picker;
    private final SkillsWriter skillsWriter;
    private final ProseWriter proseWriter;

    /**
     * Generates resumes for the standard roles.
     *
     * @throws IllegalArgumentException if the options name an unknown role, or exclude all
     */
    public ResumeGenerator(long seed, GeneratorOptions options) {
        this(seed, options, Vocabulary.get());
    }

    /**
     * Generates resumes for the roles of a vocabulary.
     *
     * @throws IllegalArgumentException if the options name an unknown role, or exclude all
     */
    public ResumeGenerator(long seed, GeneratorOptions options, Vocabulary vocabulary) {
        this.seed = seed;
        this.options = options;
        this.vocabulary = vocabulary;
        this.roles = vocabulary.weightedRoles(options.roleWeights());
        this.picker = new SkillPicker(vocabulary);
        this.skillsWriter = new SkillsWriter(vocabulary);
        this.proseWriter = new ProseWriter(vocabulary);
    }

    /** The standard roles. */
    public static List<String> roles() {
        return Vocabulary.get().roles().stream().map(RoleVocabulary::role).toList();
    }

    /** What its resumes are made of. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** From number 1 on, without end. */
    public Stream<SampleResume> stream() {
        return LongStream.iterate(1, number -> number + 1).mapToObj(this::resume);
    }

    /**
     * @param number from 1
     * @throws IllegalArgumentException if the number is below 1
     */
    public SampleResume resume(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("number is " + number + ", expected 1 or more");
        }
        Rng rng = new Rng(seed, number);
        Person person = person(rng);
        boolean broken = rng.chance(options.brokenShare());
        double form = rng.share();
        boolean hasSkills = form >= options.textOnlyShare();
        boolean hasText = form < options.textOnlyShare() + options.bothShare();
        List<Skill> skills = picker.pick(person, rng);
        List<String> companies = companies(person, rng);
        Handwriting hand = new Handwriting(rng, options.typoShare());
        String skillsText = hasSkills ? skillsWriter.write(skills, hand, rng) : null;
        String text = hasText ? proseWriter.write(person, skills, companies, hand, rng) : null;
        return finished(number, person, companies, broken ? "" : skillsText, broken ? null : text, rng);
    }

    private Person person(Rng rng) {
        return Person.of(roles.pick(rng), vocabulary, rng);
    }

    /**
     * What is true of the person behind a resume, whatever the resume says.
     *
     * @param number from 1
     */
    Traits traits(long number) {
        Rng rng = new Rng(seed, number);
        Person person = person(rng);
        rng.chance(options.brokenShare());
        rng.share();
        return Traits.of(person, picker.pick(person, rng));
    }

    /** What the ids of its resumes begin with. */
    String idPrefix() {
        return "gen-" + seed + "-";
    }

    private SampleResume finished(
            long number,
            Person person,
            List<String> companies,
            @Nullable String skills,
            @Nullable String text,
            Rng rng) {
        Instant submittedAt = FIRST_SUBMITTED
                .plus(BETWEEN_SUBMISSIONS.multipliedBy(number - 1))
                .plusMillis(rng.below((int) BETWEEN_SUBMISSIONS.toMillis()));
        return new SampleResume(
                idPrefix() + number,
                skills,
                text,
                person.years(),
                companies,
                submittedAt,
                rng.of(vocabulary.sources),
                person.role().role());
    }

    private List<String> companies(Person person, Rng rng) {
        int most = Math.min(MOST_COMPANIES, 1 + (int) (person.years() / YEARS_PER_COMPANY));
        int count = rng.between(1, most);
        List<String> companies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            companies.add(rng.of(vocabulary.companyStarts) + " " + rng.of(vocabulary.companyEnds));
        }
        return companies;
    }
}
