package io.rolestream.system.recommending;

import io.rolestream.events.Job;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Match;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.system.recommending.MarketHistory.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges what recommenders wrote, from the topics alone: each list is what its own offsets lead to, bit for bit;
 * revisions count up by one, and none says what the one before said; and what stands in the end is what the end of the
 * inputs leads to, nothing missing and nothing left over.
 */
final class RecommendationChecker {
    /** Every so many-th list is computed again from its offsets; the last of each subject always is. */
    private static final int SAMPLE = 5;

    private final MarketHistory history;
    private final RecomputedLists recomputed;
    private final int top;
    private final List<String> findings = new ArrayList<>();
    private int checked;

    RecommendationChecker(Matcher matcher, MarketHistory history, int top) {
        this.history = history;
        this.recomputed = new RecomputedLists(matcher, history);
        this.top = top;
    }

    /** What is wrong; empty if nothing is. */
    List<String> check(Instant now) throws InterruptedException {
        checkLabels();
        checkDeletions("jobs", history.jobLists(), history.resumes(), resume -> false);
        checkDeletions("resumes", history.resumeLists(), history.jobs(), job -> isClosed(job, now));
        checkRevisions(
                "jobs",
                history.jobLists(),
                JobRecommendations::getRevision,
                JobRecommendations::getJobs,
                list -> list.getContentHash() + list.getVersions() + list.getRole());
        checkRevisions(
                "resumes",
                history.resumeLists(),
                ResumeRecommendations::getRevision,
                ResumeRecommendations::getResumes,
                list -> list.getContentHash() + list.getVersions() + list.getRole());
        checkJobLists();
        checkResumeLists();
        checkEnd(now);
        return findings;
    }

    /** How many lists were computed again. */
    int checked() {
        return checked;
    }

    private void checkLabels() {
        Map<String, Integer> revisions = new HashMap<>();
        Set<String> labelled = new HashSet<>();
        for (Entry<LabelledJob> label : history.jobLabels()) {
            if (label.value() == null) {
                revisions.remove(label.key());
                continue;
            }
            expect(
                    label.value().getRevision() == revisions.merge(label.key(), 1, Integer::sum),
                    "label of %s has revision %d",
                    label.key(),
                    label.value().getRevision());
            expect(
                    labelled.add(label.partition() + "@" + label.value().getJobOffset()),
                    "%s was labelled twice",
                    label.key());
        }
        List<String> unreadable = history.jobs().stream()
                .filter(job -> !job.readable())
                .map(Entry::key)
                .sorted()
                .toList();
        expect(
                unreadable.equals(history.deadJobs().stream().sorted().toList()),
                "dead letters are %s, unreadable were %s",
                history.deadJobs(),
                unreadable);
        Set<String> jobs = RecomputedLists.latest(history.jobs(), job -> true).keySet();
        Set<String> stand =
                RecomputedLists.latest(history.jobLabels(), label -> true).keySet();
        expect(jobs.equals(stand), "labels stand for %s, jobs for %s", stand, jobs);
    }

    /** A list is deleted only with its subject, or when that closes: at most once for each time. */
    private <T, S> void checkDeletions(
            String what, List<Entry<T>> lists, List<Entry<S>> subjects, Predicate<S> isClosed) {
        Map<String, Integer> ends = new HashMap<>();
        for (Entry<S> subject : subjects) {
            if (subject.readable() && (subject.value() == null || isClosed.test(subject.value()))) {
                ends.merge(subject.key(), 1, Integer::sum);
            }
        }
        for (Entry<T> list : lists) {
            if (list.value() == null) {
                expect(
                        ends.merge(list.key(), -1, Integer::sum) >= 0,
                        "%s of %s are deleted, which is neither deleted nor closed",
                        what,
                        list.key());
            }
        }
    }

    private static boolean isClosed(Job job, Instant now) {
        return job.getOpenUntil() != null && !now.isBefore(job.getOpenUntil());
    }

    private <T> void checkRevisions(
            String what,
            List<Entry<T>> lists,
            Function<T, Integer> revision,
            Function<T, List<Match>> matches,
            Function<T, String> rest) {
        Map<String, T> standing = new HashMap<>();
        for (Entry<T> list : lists) {
            T before = standing.get(list.key());
            if (list.value() == null) {
                expect(before != null, "%s of %s are deleted twice", what, list.key());
                standing.remove(list.key());
                continue;
            }
            int expected = before == null ? 1 : revision.apply(before) + 1;
            int found = revision.apply(list.value());
            expect(found == expected, "%s of %s: revision %d follows on %d", what, list.key(), found, expected - 1);
            if (before != null) {
                String last = shown(matches.apply(before)) + rest.apply(before);
                expect(
                        !last.equals(shown(matches.apply(list.value())) + rest.apply(list.value())),
                        "%s of %s: revision %d says nothing new",
                        what,
                        list.key(),
                        found);
            }
            standing.put(list.key(), list.value());
        }
    }

    /** What a reader sees but scores. */
    private static String shown(List<Match> matches) {
        StringBuilder text = new StringBuilder();
        for (Match match : matches) {
            text.append(List.of(
                    match.getId(),
                    Objects.toString(match.getRole()),
                    match.getMatchedSkills(),
                    match.getMissingSkills(),
                    Objects.toString(match.getWouldHelp()),
                    match.getReasons(),
                    match.getPassages()));
        }
        return text.toString();
    }

    private void checkJobLists() throws InterruptedException {
        Map<String, Entry<JobRecommendations>> last = RecomputedLists.latest(history.jobLists(), list -> true);
        int number = 0;
        for (Entry<JobRecommendations> list : history.jobLists()) {
            if (list.value() == null || (number++ % SAMPLE > 0 && last.get(list.key()) != list)) {
                continue;
            }
            JobRecommendations value = list.value();
            Entry<Resume> resume = at(history.resumes(), value.getResumePartition(), value.getResumeOffset());
            expect(list.partition() == value.getResumePartition(), "jobs of %s lie elsewhere", list.key());
            compare(
                    list.key(),
                    value.getJobs(),
                    recomputed.jobs(
                            resume,
                            label(
                                    history.resumeLabels(),
                                    list.key(),
                                    value.getLabelRevision(),
                                    LabelledRole::getRevision,
                                    role -> role.getResumeOffset() <= value.getResumeOffset()),
                            RecomputedLists.before(value.getJobsAsOf()),
                            RecomputedLists.before(value.getJobLabelsAsOf()),
                            value.getOpenAt(),
                            top));
        }
    }

    private void checkResumeLists() throws InterruptedException {
        Map<String, Entry<ResumeRecommendations>> last = RecomputedLists.latest(history.resumeLists(), list -> true);
        int number = 0;
        for (Entry<ResumeRecommendations> list : history.resumeLists()) {
            if (list.value() == null || (number++ % SAMPLE > 0 && last.get(list.key()) != list)) {
                continue;
            }
            ResumeRecommendations value = list.value();
            Entry<Job> job = at(history.jobs(), value.getJobPartition(), value.getJobOffset());
            expect(list.partition() == value.getJobPartition(), "resumes of %s lie elsewhere", list.key());
            compare(
                    list.key(),
                    value.getResumes(),
                    recomputed.resumes(
                            job,
                            label(
                                    history.jobLabels(),
                                    list.key(),
                                    value.getLabelRevision(),
                                    LabelledJob::getRevision,
                                    labelled -> labelled.getJobOffset() <= value.getJobOffset()),
                            RecomputedLists.before(value.getResumesAsOf()),
                            RecomputedLists.before(value.getResumeLabelsAsOf()),
                            top));
        }
    }

    private static <T> Entry<T> at(List<Entry<T>> entries, int partition, long offset) {
        return entries.stream()
                .filter(entry -> entry.partition() == partition && entry.offset() == offset)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no record at " + partition + "@" + offset));
    }

    /**
     * The label with a revision. Revisions begin again after a deletion, so it is the last one that the list can know:
     * of a record no later than the list's own.
     */
    private static <T> @Nullable T label(
            List<Entry<T>> labels, String key, int revision, Function<T, Integer> revisions, Predicate<T> isKnown) {
        T found = null;
        for (Entry<T> label : labels) {
            T value = label.value();
            if (label.key().equals(key) && value != null && revisions.apply(value) == revision && isKnown.test(value)) {
                found = value;
            }
        }
        return found;
    }

    private void compare(String key, List<Match> written, List<RankedMatch> again) {
        checked++;
        List<String> found = written.stream()
                .map(match -> match.getId() + " " + match.getScore())
                .toList();
        List<String> expected =
                again.stream().map(match -> match.id() + " " + match.score()).toList();
        expect(found.equals(expected), "list of %s is %s, recomputed %s", key, found, expected);
    }

    private void checkEnd(Instant now) throws InterruptedException {
        Map<String, Entry<Resume>> resumes = RecomputedLists.latest(history.resumes(), resume -> true);
        Map<String, Entry<JobRecommendations>> jobLists = RecomputedLists.latest(history.jobLists(), list -> true);
        expect(
                jobLists.keySet().equals(resumes.keySet()),
                "lists of jobs stand for %s, resumes for %s",
                jobLists.keySet(),
                resumes.keySet());
        Map<String, Entry<LabelledRole>> roles = RecomputedLists.latest(history.resumeLabels(), label -> true);
        for (Entry<JobRecommendations> list : jobLists.values()) {
            Entry<Resume> resume = resumes.get(list.key());
            Entry<LabelledRole> role = roles.get(list.key());
            if (resume != null) {
                List<String> expected =
                        recomputed
                                .jobs(resume, role == null ? null : role.value(), job -> true, label -> true, now, top)
                                .stream()
                                .map(RankedMatch::id)
                                .toList();
                List<String> found = Objects.requireNonNull(list.value()).getJobs().stream()
                        .map(Match::getId)
                        .toList();
                expect(found.equals(expected), "jobs of %s end as %s, expected %s", list.key(), found, expected);
            }
        }
        Map<String, Entry<Job>> jobs = RecomputedLists.latest(history.jobs(), job -> true);
        jobs.values().removeIf(job -> isClosed(Objects.requireNonNull(job.value()), now));
        Map<String, Entry<ResumeRecommendations>> resumeLists =
                RecomputedLists.latest(history.resumeLists(), list -> true);
        expect(
                resumeLists.keySet().equals(jobs.keySet()),
                "lists of resumes stand for %s, open jobs are %s",
                resumeLists.keySet(),
                jobs.keySet());
        Map<String, Entry<LabelledJob>> jobRoles = RecomputedLists.latest(history.jobLabels(), label -> true);
        for (Entry<ResumeRecommendations> list : resumeLists.values()) {
            Entry<Job> job = jobs.get(list.key());
            Entry<LabelledJob> role = jobRoles.get(list.key());
            if (job != null) {
                List<String> expected =
                        recomputed
                                .resumes(job, role == null ? null : role.value(), resume -> true, label -> true, top)
                                .stream()
                                .map(RankedMatch::id)
                                .toList();
                List<String> found = Objects.requireNonNull(list.value()).getResumes().stream()
                        .map(Match::getId)
                        .toList();
                expect(found.equals(expected), "resumes of %s end as %s, expected %s", list.key(), found, expected);
            }
        }
    }

    private void expect(boolean holds, String message, Object... values) {
        if (!holds) {
            findings.add(message.formatted(values));
        }
    }
}
