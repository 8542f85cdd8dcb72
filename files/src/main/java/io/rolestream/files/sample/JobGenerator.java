package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.RoleVocabulary;
import io.rolestream.files.sample.words.Seniority;
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
 * Generates postings with a known true role. The person that the job is for is drawn first (role, main technologies,
 * seniority, skills), then what an employer would write, so the truth does not depend on any rule: titles say nothing
 * or mislead, descriptions name tools of other teams, spellings differ.
 *
 * <p>A posting depends only on the seed, its number, the options and {@code from}, on every Java version. Thread-safe.
 */
public final class JobGenerator {

    /** Where no time is given: when the first posting was published. */
    private static final Instant FIRST_POSTED = Instant.parse("2026-01-05T08:00:00Z");

    private static final Duration POSTED_WITHIN = Duration.ofDays(30);
    private static final double DEADLINE_SHARE = 0.75;
    private static final int FEWEST_DAYS_OPEN = 14;
    private static final int MOST_DAYS_OPEN = 120;
    private static final double DESCRIPTION_ONLY_SHARE = 0.35;
    private static final double SKILLS_ONLY_SHARE = 0.15;
    private static final double REMOTE_SHARE = 0.3;

    /** No posting looks for a principal's skills by the dozen. */
    private static final int MOST_SKILLS = 14;

    private static final Weighted<Seniority> LEVELS =
            Weighted.of(List.of(Seniority.values()), new double[] {2, 16, 36, 32, 10, 4});

    private final long seed;
    private final @Nullable Instant from;
    private final GeneratorOptions options;
    private final Vocabulary vocabulary;
    private final Weighted<RoleVocabulary> roles;
    private final SkillPicker picker;
    private final SkillsWriter skillsWriter;
    private final JobWriter writer;

    /** Postings that stay open. */
    public JobGenerator(long seed) {
        this(seed, GeneratorOptions.DEFAULT, null);
    }

    /**
     * Of the options, weights of roles and the share of typing errors count.
     *
     * @param from postings were published in the 30 days before, and three in four close 14 to 120 days after; null for
     *     postings that stay open
     * @throws IllegalArgumentException if the options name an unknown role, or exclude all
     */
    public JobGenerator(long seed, GeneratorOptions options, @Nullable Instant from) {
        this(seed, options, from, Vocabulary.get());
    }

    /** As the other constructor, for the roles of a vocabulary instead of the standard ones. */
    public JobGenerator(long seed, GeneratorOptions options, @Nullable Instant from, Vocabulary vocabulary) {
        this.seed = seed;
        this.from = from;
        this.options = options;
        this.vocabulary = vocabulary;
        this.roles = vocabulary.weightedRoles(options.roleWeights());
        this.picker = new SkillPicker(vocabulary);
        this.skillsWriter = new SkillsWriter(vocabulary);
        this.writer = new JobWriter(vocabulary, new ProseWriter(vocabulary));
    }

    /** From number 1 on, without end. */
    public Stream<SampleJob> stream() {
        return LongStream.iterate(1, number -> number + 1).mapToObj(this::job);
    }

    /**
     * @param number from 1
     * @throws IllegalArgumentException if the number is below 1
     */
    public SampleJob job(long number) {
        Rng rng = rng(number);
        Person wanted = wanted(rng);
        List<Skill> needed = needed(wanted, rng);
        List<Skill> welcome = welcome(wanted, needed, rng);
        Handwriting hand = new Handwriting(rng, options.typoShare() / 4);
        String title = writer.title(wanted, rng);
        String company = rng.of(vocabulary.companyStarts) + " " + rng.of(vocabulary.companyEnds);
        double form = rng.share();
        String skills = form < DESCRIPTION_ONLY_SHARE ? null : skillsWriter.write(needed, hand, rng);
        String description =
                form > 1 - SKILLS_ONLY_SHARE ? null : writer.description(wanted, needed, welcome, company, hand, rng);
        String location = vocabulary.jobs.locations().pick(rng);
        Instant posted =
                (from == null ? FIRST_POSTED : from).minusMillis((long) (rng.share() * POSTED_WITHIN.toMillis()));
        return new SampleJob(
                idPrefix() + number,
                title,
                skills,
                description,
                location,
                remote(location, rng),
                rng.chance(0.6) ? level(wanted.seniority()) : null,
                openUntil(rng),
                posted,
                rng.of(vocabulary.sources),
                wanted.role().role());
    }

    /** What is true of the person that a posting looks for. */
    Traits traits(long number) {
        Rng rng = rng(number);
        Person wanted = wanted(rng);
        return Traits.of(wanted, needed(wanted, rng));
    }

    /** What the ids of its postings begin with. */
    String idPrefix() {
        return "genjob-" + seed + "-";
    }

    private Rng rng(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("number is " + number + ", expected 1 or more");
        }
        return new Rng(~seed, number); // not the sequences of the resumes with this seed
    }

    private Person wanted(Rng rng) {
        Person drawn = Person.of(roles.pick(rng), vocabulary, rng);
        Seniority seniority = LEVELS.pick(rng);
        return new Person(
                drawn.role(),
                drawn.stack(),
                drawn.stack(),
                drawn.neighbour(),
                drawn.neighbourStack(),
                Person.Kind.CLEAR,
                seniority,
                seniority.years(rng));
    }

    private List<Skill> needed(Person wanted, Rng rng) {
        List<Skill> picked = picker.pick(wanted, rng);
        return picked.subList(0, Math.min(MOST_SKILLS, picked.size()));
    }

    private static List<Skill> welcome(Person wanted, List<Skill> needed, Rng rng) {
        List<Skill> welcome = new ArrayList<>();
        for (int i = rng.between(0, 4); i > 0; i--) {
            Skill skill =
                    (rng.chance(0.5) ? wanted.role().core() : wanted.neighbour().core()).pick(rng);
            if (!needed.contains(skill) && !welcome.contains(skill)) {
                welcome.add(skill);
            }
        }
        return welcome;
    }

    private static @Nullable Boolean remote(String location, Rng rng) {
        double kind = rng.share();
        if (location.startsWith("Remote")) {
            return true;
        }
        return kind < REMOTE_SHARE ? null : kind < 2 * REMOTE_SHARE;
    }

    private static String level(Seniority seniority) {
        return switch (seniority) {
            case INTERN -> "Internship";
            case JUNIOR -> "Junior";
            case MID -> "Mid-level";
            case SENIOR -> "Senior";
            case LEAD -> "Lead";
            case PRINCIPAL -> "Principal";
        };
    }

    private @Nullable Instant openUntil(Rng rng) {
        int days = rng.between(FEWEST_DAYS_OPEN, MOST_DAYS_OPEN);
        boolean closes = rng.chance(DEADLINE_SHARE);
        return from == null || !closes ? null : from.plus(Duration.ofDays(days));
    }
}
