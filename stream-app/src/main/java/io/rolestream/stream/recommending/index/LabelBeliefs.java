package io.rolestream.stream.recommending.index;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.profile.VoteBeliefs;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroDeserializer;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads labels, and turns them into probabilities of all roles. Where rules and model decided jointly, these are the
 * joint decision's; otherwise the label's role has the label's confidence, and the other roles share the rest.
 */
public final class LabelBeliefs {
    private static final String JOINT = "joint";

    private final Taxonomy taxonomy;
    private final CurrentVotes current;
    private final AvroDeserializer<LabelledJob> jobLabels;
    private final AvroDeserializer<LabelledRole> resumeLabels;

    public LabelBeliefs(Taxonomy taxonomy, SchemaRegistry registry) {
        jobLabels = new AvroDeserializer<>(LabelledJob.class, registry);
        resumeLabels = new AvroDeserializer<>(LabelledRole.class, registry);
        this.taxonomy = taxonomy;
        this.current = new CurrentVotes(taxonomy);
    }

    /** @throws SerializationException if the record is no label of this side */
    public KnownLabel read(Side side, ConsumerRecord<byte[], byte[]> record) {
        return side == Side.JOB
                ? of(Objects.requireNonNull(jobLabels.deserialize(record.topic(), record.headers(), record.value())))
                : of(Objects.requireNonNull(
                        resumeLabels.deserialize(record.topic(), record.headers(), record.value())));
    }

    KnownLabel of(LabelledRole label) {
        boolean joint =
                label.getDecidedBy() != Decider.HUMAN && label.getPolicy().startsWith(JOINT);
        return new KnownLabel(
                label.getContentHash(),
                label.getRevision(),
                belief(label.getRole(), label.getConfidence(), joint, label.getRuleVote(), label.getModelVote()),
                label.getDecidedBy() == Decider.RULE && label.getModelVote() == null,
                version(label.getRuleVote()),
                version(label.getModelVote()),
                label.getLabelledAt());
    }

    private KnownLabel of(LabelledJob label) {
        boolean joint = label.getPolicy().startsWith(JOINT);
        return new KnownLabel(
                label.getContentHash(),
                label.getRevision(),
                belief(label.getRole(), label.getConfidence(), joint, label.getRuleVote(), label.getModelVote()),
                label.getDecidedBy() == Decider.RULE && label.getModelVote() == null,
                version(label.getRuleVote()),
                version(label.getModelVote()),
                label.getLabelledAt());
    }

    private static String version(@Nullable Vote vote) {
        return vote == null ? "" : vote.getLabellerVersion();
    }

    private RoleBelief belief(
            String role, float confidence, boolean joint, @Nullable Vote rules, @Nullable Vote model) {
        int decided = taxonomy.currentIndexOf(role);
        if (decided < 0 || !(confidence >= 0 && confidence <= 1)) {
            return RoleBelief.unknown(); // of another taxonomy, or no label of this stream
        }
        if (joint && rules != null && model != null && !DecisionPolicy.isBeyond(model, rules)) {
            RoleBelief belief = VoteBeliefs.jointly(taxonomy, current.ofRules(rules), current.ofModel(model));
            if (belief.isKnown()) {
                return belief;
            }
        }
        return VoteBeliefs.of(taxonomy, decided, confidence);
    }
}
