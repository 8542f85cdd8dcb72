package io.rolestream.system.checks;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the labelling service wrote, by the topics alone: reads all of {@code resumes} and works out which labels
 * and which dead letters it calls for, then compares the committed {@code labelled-roles} and {@code resumes-dlq} with
 * that. Shares no code with the topology but the rules and the records' form, and keeps hashes and offsets, never
 * texts.
 *
 * <p>It knows resumes, repeats and changes; it does not know forgotten resumes, relabellings and corrections.
 */
public final class LabelChecker {
    private final String bootstrapServers;
    private final Topics topics;
    private final RuleSet rules;
    private final @Nullable ExpectedVotes model;
    private final Deserializer<Resume> resumes;
    private final Deserializer<LabelledRole> labels;
    private final Map<String, ResumeHistory> histories = new HashMap<>();
    private final CommittedDeadLetters deadLetters = new CommittedDeadLetters();
    private final LabelFindings findings = new LabelFindings();

    /** @param model what the model votes; null where rules alone decide */
    public LabelChecker(
            String bootstrapServers,
            SchemaRegistry registry,
            Topics topics,
            RuleSet rules,
            @Nullable ExpectedVotes model) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.rules = rules;
        this.model = model;
        this.resumes = new AvroSerde<>(Resume.class, registry).deserializer();
        this.labels = new AvroSerde<>(LabelledRole.class, registry).deserializer();
    }

    /** Reads the topics to their committed ends; call it once, when all is quiet. */
    public LabelReport check() {
        CommittedTopic.forEach(bootstrapServers, topics.resumes(), this::onResume);
        CommittedTopic.forEach(bootstrapServers, topics.resumesDlq(), this::onDeadLetter);
        CommittedTopic.forEach(bootstrapServers, topics.labelledRoles(), this::onLabel);
        histories.values().forEach(history -> history.end(findings));
        deadLetters.end(findings);
        return findings.report();
    }

    private void onResume(ConsumerRecord<byte[], byte[]> record) {
        findings.resumes++;
        ResumeText text = ResumeText.read(record, resumes);
        if (text == null) {
            deadLetters.expect(record);
            return;
        }
        histories
                .computeIfAbsent(name(text.resumeId(), record.partition()), name -> new ResumeHistory(name, model))
                .arrived(
                        record.offset(),
                        text.hash(),
                        rules.vote(text.text()).role().name(),
                        findings);
    }

    private void onDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        findings.deadLetters++;
        deadLetters.arrived(record, findings);
    }

    private void onLabel(ConsumerRecord<byte[], byte[]> record) {
        findings.labels++;
        LabelledRole label = labels.deserialize(record.topic(), record.value());
        if (label == null) {
            findings.unexpected.add("a label that forgets, at offset " + record.offset());
            return;
        }
        String name = name(label.getResumeId(), label.getResumePartition());
        ResumeHistory history = histories.get(name);
        if (!Arrays.equals(record.key(), ResumeText.bytes(label.getResumeId()))) {
            findings.wrong.add(name + ": label under another key");
        }
        if (history == null) {
            findings.unexpected.add(name + ": label of a resume that can't be read or is not there");
        } else {
            history.labelled(label, findings);
        }
    }

    private static String name(String resumeId, int partition) {
        return resumeId + " in partition " + partition;
    }
}
