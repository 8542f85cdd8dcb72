package io.rolestream.system.checks;

import io.rolestream.events.LabelVote;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Judges what workers wrote, by the topics alone: every readable record of {@code resumes} calls for one committed vote
 * of the model in the same partition, with the record's offset, hash, key and timestamp (in a header), by a version
 * that was announced before; nothing else does. An abstention is right only before the first announcement. Shares no
 * code with the worker but the records' form.
 */
public final class VoteChecker {
    private static final Set<String> ROLES = Set.copyOf(Taxonomy.standard().names());

    private record Place(int partition, long offset) {
        @Override
        public String toString() {
            return "resume " + offset + " of partition " + partition;
        }
    }

    private record Expected(String resumeId, String hash, long timestamp) {}

    private final String bootstrapServers;
    private final Topics topics;
    private final String model;
    private final Deserializer<Resume> resumes;
    private final Deserializer<ModelVersion> versions;
    private final Deserializer<LabelVote> labelVotes;
    private final Map<Place, Expected> expected = new HashMap<>();
    private final Set<Place> voted = new HashSet<>();
    private final Map<String, Instant> announcedAt = new HashMap<>();
    private final Map<String, Integer> votesByVersion = new TreeMap<>();
    private final Map<String, Set<Optional<String>>> roles = new HashMap<>();
    private final Findings findings = new Findings();
    private int records;
    private int votes;
    private int abstentions;

    /** @param model the name that it is announced under and votes as */
    public VoteChecker(String bootstrapServers, SchemaRegistry registry, Topics topics, String model) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.model = model;
        this.resumes = new AvroSerde<>(Resume.class, registry).deserializer();
        this.versions = new AvroSerde<>(ModelVersion.class, registry).deserializer();
        this.labelVotes = new AvroSerde<>(LabelVote.class, registry).deserializer();
    }

    /** Reads the topics to their committed ends; call it once, when all is quiet. */
    public VoteReport check() {
        CommittedTopic.forEach(bootstrapServers, topics.resumes(), this::onResume);
        CommittedTopic.forEach(bootstrapServers, topics.modelVersions(), this::onVersion);
        CommittedTopic.forEach(bootstrapServers, topics.labelVotes(), this::onVote);
        expected.forEach((place, resume) -> {
            if (!voted.contains(place)) {
                findings.missing.add("%s, %s: vote".formatted(place, resume.resumeId()));
            }
        });
        return new VoteReport(records, expected.size(), votes, abstentions, votesByVersion, roles, findings.faults());
    }

    private void onResume(ConsumerRecord<byte[], byte[]> record) {
        records++;
        ResumeText text = ResumeText.read(record, resumes);
        if (text != null) {
            expected.put(
                    new Place(record.partition(), record.offset()),
                    new Expected(text.resumeId(), text.hash(), record.timestamp()));
        }
    }

    private void onVersion(ConsumerRecord<byte[], byte[]> record) {
        ModelVersion version = versions.deserialize(record.topic(), record.value());
        if (version != null && version.getName().equals(model)) {
            announcedAt.putIfAbsent(version.getVersion(), version.getAnnouncedAt());
        }
    }

    private void onVote(ConsumerRecord<byte[], byte[]> record) {
        LabelVote labelVote = labelVotes.deserialize(record.topic(), record.value());
        Vote vote = labelVote.getVote();
        if (!vote.getLabeller().equals(model)) {
            return;
        }
        votes++;
        abstentions += vote.getRole() == null ? 1 : 0;
        votesByVersion.merge(vote.getLabellerVersion(), 1, Integer::sum);
        roles.computeIfAbsent(labelVote.getContentHash(), hash -> new HashSet<>())
                .add(Optional.ofNullable(vote.getRole()));
        Place place = new Place(record.partition(), labelVote.getResumeOffset());
        String said = "%s, %s: vote of %s for %s"
                .formatted(place, labelVote.getResumeId(), vote.getLabellerVersion(), vote.getRole());
        Expected resume = expected.get(place);
        if (resume == null) {
            findings.unexpected.add(said + "; nothing readable is there");
        } else if (!voted.add(place)) {
            findings.duplicated.add(said);
        } else {
            List<String> faults = new ArrayList<>();
            checkPlace(record, labelVote, resume, faults);
            checkVote(vote, faults);
            if (!faults.isEmpty()) {
                findings.wrong.add(said + "; " + String.join("; ", faults));
            }
        }
    }

    private static void checkPlace(
            ConsumerRecord<byte[], byte[]> record, LabelVote vote, Expected resume, List<String> faults) {
        if (!vote.getContentHash().equals(resume.hash())) {
            faults.add("the content hash is " + resume.hash() + ", not " + vote.getContentHash());
        }
        if (!vote.getResumeId().equals(resume.resumeId())
                || !Arrays.equals(record.key(), ResumeText.bytes(resume.resumeId()))) {
            faults.add("the resume is " + resume.resumeId());
        }
        long timestamp = VoteHeaders.resumeTimestamp(record.headers()).orElse(Long.MIN_VALUE);
        if (timestamp != resume.timestamp()) {
            faults.add("the resume's timestamp is " + resume.timestamp() + ", not " + timestamp);
        }
    }

    private void checkVote(Vote vote, List<String> faults) {
        if (vote.getRole() == null) {
            boolean early = announcedAt.values().stream().noneMatch(at -> at.isBefore(vote.getVotedAt()));
            if (!"no-model".equals(vote.getReason()) || !early) {
                faults.add("it abstains because of " + vote.getReason());
            }
            return;
        }
        Instant announced = announcedAt.get(vote.getLabellerVersion());
        if (announced == null) {
            faults.add("no such version was announced");
        } else if (vote.getVotedAt().isBefore(announced)) {
            faults.add("that version was announced after the vote");
        }
        List<String> scored = vote.getScores().stream().map(RoleScore::getRole).toList();
        if (scored.size() != ROLES.size() || !ROLES.equals(Set.copyOf(scored))) {
            faults.add("the roles with a score are " + scored);
        } else if (!scored.get(0).equals(vote.getRole())) {
            faults.add("the highest score is that of " + scored.get(0));
        }
        if (!vote.getScores().stream().allMatch(score -> Float.isFinite(score.getScore()))) {
            faults.add("a score is not finite");
        }
    }
}
