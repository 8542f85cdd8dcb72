package io.rolestream.files.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * How well each generated resume suits each generated posting, from 0 (not at all) to 3 (the person looked for). The
 * grade follows from how the two were made: the trade, the share of the needed skills that the person has, and the
 * distance in seniority. No text is read, so a grade favours no rule, spelling or model.
 *
 * <table>
 * <caption>Grades</caption>
 * <tr><th>grade</th><th>trade</th><th>share of the needed skills</th><th>levels apart, at most</th></tr>
 * <tr><td>3</td><td>the same</td><td>0.35</td><td>1</td></tr>
 * <tr><td>2</td><td>the same</td><td>0.15</td><td>2</td></tr>
 * <tr><td>1</td><td>the same</td><td>0</td><td>any</td></tr>
 * <tr><td>1</td><td>one that the person has left, or does as well</td><td>0.2</td><td>2</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public final class GradedPairs {
    private static final double SUITABLE_SHARE = 0.35;
    private static final double PASSABLE_SHARE = 0.15;
    private static final double FORMER_SHARE = 0.2;

    /** How many people, and how many postings, are remembered at most. */
    private static final int MOST = 50_000;

    /**
     * A pair with a grade.
     *
     * @param grade 0 to 3
     */
    public record GradedPair(String resumeId, String jobId, int grade) {}

    private final ResumeGenerator resumes;
    private final JobGenerator jobs;
    private final Map<Long, Traits> people = new ConcurrentHashMap<>();
    private final Map<Long, Traits> wanted = new ConcurrentHashMap<>();

    public GradedPairs(ResumeGenerator resumes, JobGenerator jobs) {
        this.resumes = resumes;
        this.jobs = jobs;
    }

    /**
     * The grade of a pair, by the numbers under which the generators made them.
     *
     * @throws IllegalArgumentException if a number is below 1
     */
    public int grade(long resume, long job) {
        return grade(traits(people, resume, resumes::traits), traits(wanted, job, jobs::traits));
    }

    /** When memory is full, it is emptied: a demo keeps coming back to the newest, and drawing one again is cheap. */
    private static Traits traits(Map<Long, Traits> known, long number, LongFunction<Traits> draw) {
        Traits traits = known.get(number);
        if (traits == null) {
            traits = draw.apply(number);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(number, traits);
        }
        return traits;
    }

    /**
     * As {@link #grade(long, long)}, by ids.
     *
     * @throws IllegalArgumentException if one of them is not of these generators
     */
    public int grade(String resumeId, String jobId) {
        return grade(number(resumeId, resumes.idPrefix()), number(jobId, jobs.idPrefix()));
    }

    /** All pairs of the first resumes and jobs that have a grade above 0, by resume. */
    public List<GradedPair> relevant(long resumeCount, long jobCount) {
        List<GradedPair> relevant = new ArrayList<>();
        relevant(resumeCount, jobCount, relevant::add);
        return relevant;
    }

    /**
     * As {@link #relevant(long, long)}, one by one.
     *
     * @param sink false for no more pairs
     */
    public void relevant(long resumeCount, long jobCount, Predicate<GradedPair> sink) {
        for (long resume = 1; resume <= resumeCount; resume++) {
            for (long job = 1; job <= jobCount; job++) {
                int grade = grade(resume, job);
                if (grade > 0
                        && !sink.test(new GradedPair(resumes.idPrefix() + resume, jobs.idPrefix() + job, grade))) {
                    return;
                }
            }
        }
    }

    private static long number(String id, String prefix) {
        if (id.startsWith(prefix)) {
            try {
                return Long.parseLong(id.substring(prefix.length()));
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw new IllegalArgumentException("%s was not generated here: ids begin with %s".formatted(id, prefix));
    }

    private static int grade(Traits person, Traits job) {
        int apart = Math.abs(person.level() - job.level());
        double share = job.skills().isEmpty()
                ? 0
                : (double) job.skills().stream()
                                .filter(person.skills()::contains)
                                .count()
                        / job.skills().size();
        if (person.trade().equals(job.trade())) {
            return share >= SUITABLE_SHARE && apart <= 1 ? 3 : share >= PASSABLE_SHARE && apart <= 2 ? 2 : 1;
        }
        return person.formerTrade().equals(job.trade()) && share >= FORMER_SHARE && apart <= 2 ? 1 : 0;
    }
}
