package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.live.DeadLetters;
import io.rolestream.dashboard.live.DeadLetters.Letter;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.matches.ShownLists.Described;
import io.rolestream.dashboard.matches.ShownLists.Ranking;
import io.rolestream.dashboard.matches.ShownLists.Result;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.MatchCause;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.schemas.job.ReadableFeedback;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.ClaimedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The current state of jobs and recommendations: what the page shows of them, aggregated from records.
 *
 * <p>Memory is bounded: of jobs it keeps the title and the role, of lists the place in Kafka and what ranked them. A
 * list is read from Kafka when someone opens it. One thread adds records, others ask: methods are synchronized, and
 * none takes long.
 */
public final class MatchState {
    private static final int TOP = 3;
    private static final int MOST_FOUND = 20;

    private final boolean withText;
    private final JobTable jobs = new JobTable();
    private final ListBook<JobRecommendations> forResumes = new ListBook<>();
    private final ListBook<ResumeRecommendations> forJobs = new ListBook<>();
    private final FeedbackBook feedback = new FeedbackBook();
    private final DeadLetters letters = new DeadLetters();
    private String trouble = "";
    private long unreadable;
    private long skipped;
    private long latestAt;
    private List<Long> jobsAsOf = List.of();
    private final Map<Integer, Long> jobsEnd = new HashMap<>();
    private boolean isUsed;

    /** @param withText whether what may quote texts may be shown */
    public MatchState(boolean withText) {
        this.withText = withText;
    }

    /** Adds a job; null if it was deleted. */
    public synchronized void job(String id, @Nullable ReadableJob job, Place place) {
        isUsed = true;
        jobsEnd.merge(place.partition(), place.offset() + 1, Math::max);
        if (job == null) {
            jobs.remove(id);
            letters.forget(id);
        } else {
            jobs.job(job, place);
        }
    }

    /** Adds a job's role; null if its label was deleted, perhaps before the job is posted again. */
    public synchronized void labelled(String id, @Nullable LabelledJob label) {
        isUsed = true;
        if (label == null) {
            jobs.unlabelled(id);
        } else {
            jobs.labelled(id, label);
        }
    }

    /** Adds a resume's list; null if the resume was deleted. */
    public synchronized void forResume(String id, @Nullable JobRecommendations list, Place place, Read read) {
        isUsed = true;
        if (list == null) {
            forResumes.remove(id);
            feedback.forget(id);
            return;
        }
        long at = at(list.getRecommendedAt(), read);
        if (at >= latestAt) {
            latestAt = at;
            jobsAsOf = List.copyOf(list.getJobsAsOf());
        }
        forResumes.add(
                id, list, list.getRevision(), ShownLists.version(list.getVersions()), list.getCause(), place, at);
    }

    /** Adds a job's list; null if the job was deleted or closed. */
    public synchronized void forJob(String id, @Nullable ResumeRecommendations list, Place place, Read read) {
        isUsed = true;
        if (list == null) {
            forJobs.remove(id);
            return;
        }
        long at = at(list.getRecommendedAt(), read);
        forJobs.add(id, list, list.getRevision(), ShownLists.version(list.getVersions()), list.getCause(), place, at);
    }

    private static long at(Instant own, Read read) {
        return Math.min(own.toEpochMilli(), read.nowMillis());
    }

    /** Adds a report of what someone did with an entry of a list. */
    public synchronized void feedback(ReadableFeedback report, Read read) {
        isUsed = true;
        boolean forRecruiters = report.direction() == MatchDirection.RESUMES_FOR_JOB;
        ListBook.Known list = forRecruiters ? forJobs.get(report.jobId()) : forResumes.get(report.resumeId());
        String version = list == null ? null : list.version(report.revision());
        long at = ClaimedTime.possibleOr(report.happenedAt().toEpochMilli(), read.nowMillis());
        feedback.add(report, version == null ? "unknown" : version, Math.min(at, read.nowMillis()));
    }

    /** Adds a dead letter of {@code jobs}; its message may quote the record. */
    public synchronized void deadLetter(String key, String reason, String message, long timestamp, Read read) {
        isUsed = true;
        letters.add(
                new Letter(key, reason, withText ? message : null, Math.min(timestamp, read.nowMillis())),
                read.nowMillis());
    }

    /** @param why topics cannot be read; empty if they can */
    public synchronized void trouble(String why) {
        trouble = why;
    }

    public synchronized void unreadable() {
        unreadable++;
    }

    /** Counts lists and reports skipped because the dashboard could not keep up. */
    public synchronized void skipped(long records) {
        skipped += records;
    }

    /**
     * What the page shows of lists and jobs.
     *
     * @param used whether there were any jobs or recommendations
     * @param trouble why topics cannot be read; empty if they can
     * @param skipped lists and reports that the dashboard skipped to keep up
     * @param rates of lists
     * @param latest the newest lists of resumes, each with its best jobs
     */
    record MatchesPart(
            boolean used,
            String trouble,
            long unreadable,
            long skipped,
            Jobs jobs,
            Lists rates,
            List<Ranking> latest) {}

    /** @param openByRole open jobs of each role; those without a label under the empty name */
    record Jobs(int known, int open, Map<String, Integer> openByRole) {}

    /**
     * Lists of resumes.
     *
     * @param known resumes that have one, of those read
     * @param causes why lists were computed in the last ten minutes, with their numbers
     * @param latestAt when the newest was computed, milliseconds since 1970; 0 if there is none
     * @param unread changes of jobs that the recommender had not read when it computed the newest
     */
    record Lists(int known, Map<MatchCause, Integer> causes, long latestAt, long unread) {}

    private long unread() {
        long unread = 0;
        for (int partition = 0; partition < jobsAsOf.size(); partition++) {
            unread += Math.max(0, jobsEnd.getOrDefault(partition, 0L) - jobsAsOf.get(partition));
        }
        return unread;
    }

    /** The parts of the page that change every second. */
    public synchronized Map<String, Object> everySecond(long now) {
        Map<MatchCause, Integer> causes = new EnumMap<>(MatchCause.class);
        causes.putAll(forResumes.causes(now).totals());
        Map<String, Integer> byRole = jobs.openByRole(now);
        List<Ranking> latest = new ArrayList<>();
        forResumes.latest().forEach(list -> latest.add(ranking(list, TOP)));
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(
                "matches",
                new MatchesPart(
                        isUsed,
                        trouble,
                        unreadable,
                        skipped,
                        new Jobs(
                                jobs.size(),
                                byRole.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                byRole),
                        new Lists(forResumes.size(), causes, latestAt, unread()),
                        latest));
        parts.put("jobletters", letters.part(now));
        return parts;
    }

    /** The parts that cost more, or change less often. */
    public synchronized Map<String, Object> everyFewSeconds(long now) {
        return Map.of("quality", feedback.part(now));
    }

    /** A resume's list as the page shows it, with at most so many jobs. */
    public synchronized Ranking ranking(JobRecommendations list, int most) {
        return new Ranking(
                ShownLists.cut(list.getResumeId()),
                "",
                ShownLists.role(list.getRole()),
                list.getRevision(),
                list.getCause().name(),
                ShownLists.version(list.getVersions()),
                Described.of(list.getDescription()),
                list.getRecommendedAt().toEpochMilli(),
                list.getJobs().size(),
                ShownLists.results(list.getJobs(), most, jobs::get, withText));
    }

    /** A job's list as the page shows it, with at most so many resumes. */
    public synchronized Ranking ranking(ResumeRecommendations list, int most) {
        KnownJob job = jobs.get(list.getJobId());
        return new Ranking(
                ShownLists.cut(list.getJobId()),
                job == null ? "" : job.title(),
                ShownLists.role(list.getRole()),
                list.getRevision(),
                list.getCause().name(),
                ShownLists.version(list.getVersions()),
                null,
                list.getRecommendedAt().toEpochMilli(),
                list.getResumes().size(),
                ShownLists.results(list.getResumes(), most, id -> null, withText));
    }

    /** Jobs that a matcher ranked just now, as the page shows them to who asked. */
    public synchronized List<Result> results(List<RankedMatch> ranked) {
        return ShownLists.results(ShownLists.matches(ranked), ranked.size(), jobs::get, true);
    }

    public synchronized boolean hasJobs() {
        return jobs.size() > 0;
    }

    /** Where a resume's list is; null if it is not known here. */
    public synchronized @Nullable Place listOfResume(String resumeId) {
        ListBook.Known known = forResumes.get(resumeId);
        return known == null ? null : known.place();
    }

    /** Where a job's list is; null if it is not known here. */
    public synchronized @Nullable Place listOfJob(String jobId) {
        ListBook.Known known = forJobs.get(jobId);
        return known == null ? null : known.place();
    }

    /** What is known of a job; null if nothing is. */
    public synchronized @Nullable KnownJob job(String jobId) {
        return jobs.get(jobId);
    }

    private synchronized List<KnownJob> jobs() {
        return jobs.rows();
    }

    private synchronized Found found(KnownJob row, long now) {
        return new Found(
                row.id(),
                row.title(),
                row.location(),
                row.remote(),
                row.role(),
                row.isOpen(now),
                forJobs.get(row.id()) != null);
    }

    /** A job that was searched for. */
    public record Found(
            String id,
            String title,
            @Nullable String location,
            @Nullable Boolean remote,
            @Nullable String role,
            boolean open,
            boolean hasList) {}

    /** The newest jobs whose title, id or role contains a text, whatever its case; all if it is blank. */
    public List<Found> find(String text, long now) {
        String wanted = text.strip();
        List<KnownJob> rows = jobs();
        List<Found> found = new ArrayList<>();
        for (int i = rows.size() - 1; i >= 0 && found.size() < MOST_FOUND; i--) {
            if (wanted.isEmpty() || rows.get(i).contains(wanted)) {
                found.add(found(rows.get(i), now));
            }
        }
        return found;
    }
}
