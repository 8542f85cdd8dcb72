package io.rolestream.files.sample;

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
    private final Vocabulary vocabulary = Vocabulary.get();
    private final Weighted<RoleVocabulary> roles;
    private final SkillPicker picker = new SkillPicker(vocabulary);
    private final SkillsWriter skillsWriter = new SkillsWriter(vocabulary);
    private final ProseWriter proseWriter = new ProseWriter(vocabulary);

    /** @throws IllegalArgumentException if the options name an unknown role, or exclude all */
    public ResumeGenerator(long seed, GeneratorOptions options) {
        this.seed = seed;
        this.options = options;
        options.roleWeights().keySet().forEach(vocabulary::role);
        List<RoleVocabulary> all = List.copyOf(vocabulary.roles());
        this.roles = Weighted.of(
                all,
                all.stream()
                        .mapToDouble(role -> options.roleWeights().getOrDefault(role.role(), role.weight()))
                        .toArray());
    }

    public static List<String> roles() {
        return Vocabulary.get().roles().stream().map(RoleVocabulary::role).toList();
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
        Profile profile = Profile.of(roles.pick(rng), vocabulary, rng);
        boolean broken = rng.chance(options.brokenShare());
        double form = rng.share();
        boolean hasSkills = form >= options.textOnlyShare();
        boolean hasText = form < options.textOnlyShare() + options.bothShare();
        List<Skill> skills = picker.pick(profile, rng);
        List<String> companies = companies(profile, rng);
        Handwriting hand = new Handwriting(rng, options.typoShare());
        String skillsText = hasSkills ? skillsWriter.write(skills, hand, rng) : null;
        String text = hasText ? proseWriter.write(profile, skills, companies, hand, rng) : null;
        return finished(number, profile, companies, broken ? "" : skillsText, broken ? null : text, rng);
    }

    private SampleResume finished(
            long number,
            Profile profile,
            List<String> companies,
            @Nullable String skills,
            @Nullable String text,
            Rng rng) {
        Instant submittedAt = FIRST_SUBMITTED
                .plus(BETWEEN_SUBMISSIONS.multipliedBy(number - 1))
                .plusMillis(rng.below((int) BETWEEN_SUBMISSIONS.toMillis()));
        return new SampleResume(
                "gen-" + seed + "-" + number,
                skills,
                text,
                profile.years(),
                companies,
                submittedAt,
                rng.of(vocabulary.sources),
                profile.role().role());
    }

    private List<String> companies(Profile profile, Rng rng) {
        int most = Math.min(MOST_COMPANIES, 1 + (int) (profile.years() / YEARS_PER_COMPANY));
        int count = rng.between(1, most);
        List<String> companies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            companies.add(rng.of(vocabulary.companyStarts) + " " + rng.of(vocabulary.companyEnds));
        }
        return companies;
    }
}
