package io.rolestream.system.recommending;

import io.rolestream.events.Job;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.system.recommending.MarketHistory.Entry;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Computes lists from the topics as of some offsets, without the recommender's own code: only the matcher is the same.
 * Labels are the rules' alone.
 */
final class RecomputedLists {
    private final Matcher matcher;
    private final MarketHistory history;

    RecomputedLists(Matcher matcher, MarketHistory history) {
        this.matcher = matcher;
        this.history = history;
    }

    /** Everything up to offsets of each partition (exclusive). */
    static <T> Predicate<Entry<T>> before(List<Long> offsets) {
        return entry -> entry.offset() < offsets.get(entry.partition());
    }

    /** The latest record of each id, without those that are deleted; what is unreadable changes nothing. */
    static <T> Map<String, Entry<T>> latest(List<Entry<T>> entries, Predicate<Entry<T>> which) {
        Map<String, Entry<T>> latest = new HashMap<>();
        entries.stream().filter(which).filter(Entry::readable).forEach(entry -> {
            if (entry.value() == null) {
                latest.remove(entry.key());
            } else {
                latest.put(entry.key(), entry);
            }
        });
        return latest;
    }

    /** The jobs for a resume. */
    List<RankedMatch> jobs(
            Entry<Resume> resume,
            @Nullable LabelledRole label,
            Predicate<Entry<Job>> jobs,
            Predicate<Entry<LabelledJob>> labels,
            Instant openAt,
            int top)
            throws InterruptedException {
        try (MatchIndex index = matcher.newIndex()) {
            Map<String, Entry<LabelledJob>> labelled = latest(history.jobLabels(), labels);
            for (Entry<Job> job : latest(history.jobs(), jobs).values()) {
                Entry<LabelledJob> of = labelled.get(job.key());
                if (of != null && Objects.requireNonNull(of.value()).getJobOffset() == job.offset()) {
                    index.put(profile(job, of.value()));
                }
            }
            index.refresh();
            return matcher.rank(profile(resume, label), index, MatchFilter.openAt(openAt), top);
        }
    }

    /** The resumes for a job. */
    List<RankedMatch> resumes(
            Entry<Job> job,
            @Nullable LabelledJob label,
            Predicate<Entry<Resume>> resumes,
            Predicate<Entry<LabelledRole>> labels,
            int top)
            throws InterruptedException {
        try (MatchIndex index = matcher.newIndex()) {
            Map<String, Entry<LabelledRole>> labelled = latest(history.resumeLabels(), labels);
            for (Entry<Resume> resume : latest(history.resumes(), resumes).values()) {
                Entry<LabelledRole> of = labelled.get(resume.key());
                if (of != null && Objects.requireNonNull(of.value()).getResumeOffset() == resume.offset()) {
                    index.put(profile(resume, of.value()));
                }
            }
            index.refresh();
            return matcher.rank(profile(job, label), index, MatchFilter.none(), top);
        }
    }

    private Profile profile(Entry<Resume> entry, @Nullable LabelledRole label) throws InterruptedException {
        Resume resume = entry.value();
        Candidate candidate = new Candidate(
                entry.key(),
                Objects.requireNonNull(resume).getSkills(),
                resume.getText(),
                resume.getYearsOfExperience());
        return believed(
                matcher.profile(candidate, RoleBelief.unknown()).join(),
                label,
                LabelledRole::getRole,
                LabelledRole::getConfidence);
    }

    private Profile profile(Entry<Job> entry, @Nullable LabelledJob label) throws InterruptedException {
        Job job = entry.value();
        Posting posting = new Posting(
                entry.key(),
                Objects.requireNonNull(job).getTitle(),
                job.getSkills(),
                job.getDescription(),
                job.getLocation(),
                job.getRemote(),
                job.getSeniority(),
                job.getOpenUntil());
        return believed(
                matcher.profile(posting, RoleBelief.unknown()).join(),
                label,
                LabelledJob::getRole,
                LabelledJob::getConfidence);
    }

    /** The rules' own opinion where it has the label's role, and the label's otherwise. */
    private <T> Profile believed(
            Profile profile, @Nullable T label, Function<T, String> role, Function<T, Float> confidence) {
        if (label == null) {
            return profile;
        }
        List<String> names = matcher.taxonomy().names();
        int labelled = names.indexOf(role.apply(label));
        if (profile.roles().isKnown() && profile.roles().role() == labelled) {
            return profile;
        }
        float[] belief = new float[names.size()];
        Arrays.fill(belief, (1 - confidence.apply(label)) / (names.size() - 1));
        belief[labelled] = confidence.apply(label);
        return profile.withRoles(new RoleBelief(belief));
    }
}
