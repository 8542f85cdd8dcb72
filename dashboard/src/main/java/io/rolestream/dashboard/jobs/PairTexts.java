package io.rolestream.dashboard.jobs;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.GoneResponse;
import io.javalin.http.NotFoundResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.matches.KnownJob;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.records.Place;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.events.Job;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Match;
import io.rolestream.events.Passage;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.serde.AvroSerde;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The two texts of an entry, with the passages that were used. Thread-safe. */
final class PairTexts {
    private static final int MOST_CHARS = 20_000;
    private static final int MOST_PASSAGES = 200;

    private final MatchState state;
    private final RecordLookup records;
    private final ListLookup lists;
    private final String resumes;
    private final String jobs;
    private final Deserializer<Resume> ofResumes;
    private final Deserializer<Job> ofJobs;

    PairTexts(Cluster cluster, MatchState state, RecordLookup records, ListLookup lists) {
        this.state = state;
        this.records = records;
        this.lists = lists;
        this.resumes = cluster.topics().resumes();
        this.jobs = cluster.topics().jobs();
        this.ofResumes = new AvroSerde<>(Resume.class, cluster.registry()).deserializer();
        this.ofJobs = new AvroSerde<>(Job.class, cluster.registry()).deserializer();
    }

    /**
     * The texts; a side is empty if its record is gone.
     *
     * @param resume {@code skills} and {@code text}, if it has them
     * @param job {@code title}, {@code skills} and {@code description}, if it has them
     */
    record Texts(List<Field> resume, List<Field> job) {}

    /** A field, cut to {@value PairTexts#MOST_CHARS} characters, with the passages that were used. */
    record Field(String name, String text, List<Used> used) {}

    /** Where a passage is, in UTF-16 code units. */
    record Used(int start, int end) {}

    /** @param ofResume whether the passages are those of the resume's list; otherwise of the job's */
    Texts of(String resumeId, String jobId, boolean ofResume) throws InterruptedException {
        if (resumeId.isEmpty() || jobId.isEmpty()) {
            throw new BadRequestResponse("Give the parameters resume and job.");
        }
        JobRecommendations list = ofResume || state.listOfResume(resumeId) != null ? lists.ofResume(resumeId) : null;
        if (ofResume && list != null) {
            List<Passage> passages = in(list.getJobs(), jobId).getPassages();
            return new Texts(
                    resume(list, place -> true, passages),
                    job(jobId, place -> isRead(place, list.getJobsAsOf()), passages));
        }
        ResumeRecommendations ofJob = lists.ofJob(jobId);
        Place posting = new Place(ofJob.getJobPartition(), ofJob.getJobOffset());
        List<Passage> passages = in(ofJob.getResumes(), resumeId).getPassages();
        return new Texts(
                resume(list, place -> isRead(place, ofJob.getResumesAsOf()), passages),
                job(jobId, place -> posting.offset() < 0 || place.equals(posting), passages));
    }

    /** Whether a list was computed with a record; true where the list does not say. */
    private static boolean isRead(Place place, List<Long> asOf) {
        return place.partition() >= asOf.size() || place.offset() < asOf.get(place.partition());
    }

    private static Match in(List<Match> matches, String id) {
        return matches.stream()
                .filter(match -> match.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new GoneResponse("The list no longer has this entry."));
    }

    /** @param used whether the passages are of the record at a place */
    private List<Field> resume(@Nullable JobRecommendations list, Predicate<Place> used, List<Passage> passages)
            throws InterruptedException {
        if (list == null || list.getResumePartition() < 0 || list.getResumeOffset() < 0) {
            return List.of();
        }
        Place place = new Place(list.getResumePartition(), list.getResumeOffset());
        ConsumerRecord<byte[], byte[]> record = records.at(resumes, place);
        Resume resume = record == null ? null : ListLookup.decoded(resumes, record, ofResumes);
        List<Field> fields = new ArrayList<>();
        if (resume != null) {
            List<Passage> shown = used.test(place) ? passages : List.of();
            add(fields, "resume", "skills", resume.getSkills(), shown);
            add(fields, "resume", "text", resume.getText(), shown);
        }
        return fields;
    }

    /** @param used whether the passages are of the record at a place: the posting may have changed since */
    private List<Field> job(String jobId, Predicate<Place> used, List<Passage> passages) throws InterruptedException {
        KnownJob row = state.job(jobId);
        if (row == null) {
            throw new NotFoundResponse("The job is no longer known.");
        }
        Place place = row.place();
        ConsumerRecord<byte[], byte[]> record = place == null ? null : records.at(jobs, place);
        Job job = record == null ? null : ListLookup.decoded(jobs, record, ofJobs);
        List<Field> fields = new ArrayList<>();
        if (job != null && place != null) {
            List<Passage> shown = used.test(place) ? passages : List.of();
            add(fields, "job", "title", job.getTitle(), shown);
            add(fields, "job", "skills", job.getSkills(), shown);
            add(fields, "job", "description", job.getDescription(), shown);
        }
        return fields;
    }

    private static void add(
            List<Field> fields, String side, String name, @Nullable String text, List<Passage> passages) {
        if (text == null || text.isBlank()) {
            return;
        }
        String shown = text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
        List<Used> used = passages.stream()
                .filter(passage -> passage.getSide().equals(side)
                        && passage.getField().equals(name)
                        && passage.getStart() >= 0
                        && passage.getStart() < passage.getEnd()
                        && passage.getEnd() <= shown.length())
                .limit(MOST_PASSAGES)
                .map(passage -> new Used(passage.getStart(), passage.getEnd()))
                .toList();
        fields.add(new Field(name, shown, used));
    }
}
